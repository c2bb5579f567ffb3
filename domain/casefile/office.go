package casefile

// Office is one office of the agency.
type Office struct {
	Code string
	Kind string // service, field, support (fingerprints) or lockbox (paper intake)
	Name Text
	Zone string // times of appointments are meant in it
}

// Offices are the known offices. One that ever had a case is never taken out.
var Offices = []Office{
	{"CSC", "service", Text{"California Service Center", "Centro de Servicio de California"}, "America/Los_Angeles"},
	{"NBC", "service", Text{"National Benefits Center", "Centro Nacional de Beneficios"}, "America/Chicago"},
	{"NSC", "service", Text{"Nebraska Service Center", "Centro de Servicio de Nebraska"}, "America/Chicago"},
	{"PSC", "service", Text{"Potomac Service Center", "Centro de Servicio de Potomac"}, "America/New_York"},
	{"TSC", "service", Text{"Texas Service Center", "Centro de Servicio de Texas"}, "America/Chicago"},
	{"VSC", "service", Text{"Vermont Service Center", "Centro de Servicio de Vermont"}, "America/New_York"},
	{"ATL", "field", Text{"Atlanta Field Office", "Oficina Local de Atlanta"}, "America/New_York"},
	{"BOS", "field", Text{"Boston Field Office", "Oficina Local de Boston"}, "America/New_York"},
	{"CHI", "field", Text{"Chicago Field Office", "Oficina Local de Chicago"}, "America/Chicago"},
	{"DAL", "field", Text{"Dallas Field Office", "Oficina Local de Dallas"}, "America/Chicago"},
	{"GUM", "field", Text{"Guam Field Office", "Oficina Local de Guam"}, "Pacific/Guam"},
	{"HOU", "field", Text{"Houston Field Office", "Oficina Local de Houston"}, "America/Chicago"},
	{"LOS", "field", Text{"Los Angeles Field Office", "Oficina Local de Los Ángeles"}, "America/Los_Angeles"},
	{"MIA", "field", Text{"Miami Field Office", "Oficina Local de Miami"}, "America/New_York"},
	{"NYC", "field", Text{"New York City Field Office", "Oficina Local de la Ciudad de Nueva York"}, "America/New_York"},
	{"PHO", "field", Text{"Phoenix Field Office", "Oficina Local de Phoenix"}, "America/Phoenix"},
	{"SAJ", "field", Text{"San Juan Field Office", "Oficina Local de San Juan"}, "America/Puerto_Rico"},
	{"SEA", "field", Text{"Seattle Field Office", "Oficina Local de Seattle"}, "America/Los_Angeles"},
	{"XCH", "support", Text{"Chicago Application Support Center", "Centro de Asistencia para Solicitudes de Chicago"}, "America/Chicago"},
	{"XHO", "support", Text{"Houston Application Support Center", "Centro de Asistencia para Solicitudes de Houston"}, "America/Chicago"},
	{"XLA", "support", Text{"Los Angeles Application Support Center", "Centro de Asistencia para Solicitudes de Los Ángeles"}, "America/Los_Angeles"},
	{"XMI", "support", Text{"Miami Application Support Center", "Centro de Asistencia para Solicitudes de Miami"}, "America/New_York"},
	{"XNY", "support", Text{"New York Application Support Center", "Centro de Asistencia para Solicitudes de Nueva York"}, "America/New_York"},
	{"LCH", "lockbox", Text{"Chicago Lockbox", "Centro de Recepción de Chicago"}, "America/Chicago"},
	{"LDA", "lockbox", Text{"Dallas Lockbox", "Centro de Recepción de Dallas"}, "America/Chicago"},
	{"LPH", "lockbox", Text{"Phoenix Lockbox", "Centro de Recepción de Phoenix"}, "America/Phoenix"},
}

// FindOffice is the office of a code.
func FindOffice(code string) (Office, bool) {
	for _, o := range Offices {
		if o.Code == code {
			return o, true
		}
	}
	return Office{}, false
}
