package casefile

import (
	"time"

	"github.com/casetrail/casetrail/domain/civil"
)

// Form is one form of the agency.
type Form struct {
	Number  string
	Title   Text
	Online  bool       // it can be filed online
	Edition civil.Date // the edition that was current when this table was made
}

// Forms are the known forms. One that was ever received is never taken out.
var Forms = []Form{
	{"AR-11", Text{"Change of Address", "Cambio de Dirección"}, true, day(2025, 1, 20)},
	{"G-28", Text{"Notice of Entry of Appearance as Attorney or Accredited Representative", "Aviso de Comparecencia como Abogado o Representante Acreditado"}, false, day(2018, 9, 17)},
	{"I-129", Text{"Petition for a Nonimmigrant Worker", "Petición de Trabajador No Inmigrante"}, true, day(2025, 1, 20)},
	{"I-130", Text{"Petition for Alien Relative", "Petición de Familiar Extranjero"}, true, day(2024, 4, 1)},
	{"I-131", Text{"Application for Travel Documents", "Solicitud de Documentos de Viaje"}, true, day(2025, 1, 20)},
	{"I-140", Text{"Immigrant Petition for Alien Workers", "Petición de Trabajador Extranjero"}, true, day(2024, 6, 7)},
	{"I-485", Text{"Application to Register Permanent Residence or Adjust Status", "Solicitud de Registro de Residencia Permanente o Ajuste de Estatus"}, false, day(2025, 1, 20)},
	{"I-539", Text{"Application to Extend/Change Nonimmigrant Status", "Solicitud para Extender o Cambiar el Estatus de No Inmigrante"}, true, day(2024, 8, 28)},
	{"I-589", Text{"Application for Asylum and for Withholding of Removal", "Solicitud de Asilo y de Suspensión de Remoción"}, true, day(2025, 1, 20)},
	{"I-601A", Text{"Application for Provisional Unlawful Presence Waiver", "Solicitud de Exención Provisional por Presencia Ilegal"}, true, day(2025, 1, 20)},
	{"I-751", Text{"Petition to Remove Conditions on Residence", "Petición para Eliminar las Condiciones de la Residencia"}, true, day(2025, 1, 20)},
	{"I-765", Text{"Application for Employment Authorization", "Solicitud de Autorización de Empleo"}, true, day(2025, 8, 21)},
	{"I-821", Text{"Application for Temporary Protected Status", "Solicitud de Estatus de Protección Temporal"}, true, day(2025, 1, 20)},
	{"I-821D", Text{"Consideration of Deferred Action for Childhood Arrivals", "Consideración de Acción Diferida para los Llegados en la Infancia"}, true, day(2025, 1, 20)},
	{"I-90", Text{"Application to Replace Permanent Resident Card", "Solicitud para Reemplazar la Tarjeta de Residente Permanente"}, true, day(2025, 1, 20)},
	{"I-907", Text{"Request for Premium Processing Service", "Solicitud de Servicio de Procesamiento Prioritario"}, true, day(2025, 1, 20)},
	{"I-912", Text{"Request for Fee Waiver", "Solicitud de Exención de Tarifas"}, true, day(2025, 1, 20)},
	{"N-336", Text{"Request for a Hearing on a Decision in Naturalization Proceedings", "Solicitud de Audiencia sobre una Decisión en Procedimientos de Naturalización"}, true, day(2025, 1, 20)},
	{"N-400", Text{"Application for Naturalization", "Solicitud de Naturalización"}, true, day(2025, 1, 20)},
	{"N-470", Text{"Application to Preserve Residence for Naturalization Purposes", "Solicitud para Preservar la Residencia con Fines de Naturalización"}, false, day(2025, 1, 20)},
	{"N-565", Text{"Application for Replacement Naturalization/Citizenship Document", "Solicitud de Reemplazo del Documento de Naturalización o Ciudadanía"}, true, day(2025, 1, 20)},
	{"N-600", Text{"Application for Certificate of Citizenship", "Solicitud de Certificado de Ciudadanía"}, true, day(2025, 1, 20)},
	{"N-600K", Text{"Application for Citizenship and Issuance of Certificate", "Solicitud de Ciudadanía y Emisión del Certificado"}, true, day(2025, 1, 20)},
}

// FindForm is the form of a number.
func FindForm(number string) (Form, bool) {
	for _, f := range Forms {
		if f.Number == number {
			return f, true
		}
	}
	return Form{}, false
}

func day(y int, m time.Month, d int) civil.Date { return civil.Date{Year: y, Month: m, Day: d} }
