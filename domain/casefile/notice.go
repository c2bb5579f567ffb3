package casefile

// Notice is one kind of notice that the agency sends.
type Notice struct {
	Number string
	Title  Text
}

// Notices are the known notices.
var Notices = []Notice{
	{"I-797", Text{"Approval Notice", "Aviso de aprobación"}},
	{"I-797A", Text{"Approval Notice With A New I-94", "Aviso de aprobación con un nuevo I-94"}},
	{"I-797B", Text{"Approval Notice For A Worker Petition", "Aviso de aprobación de una petición de trabajador"}},
	{"I-797C", Text{"Notice of Action", "Aviso de acción"}},
	{"I-797D", Text{"Notice With A Card", "Aviso que acompaña una tarjeta"}},
	{"I-797E", Text{"Request for Evidence", "Solicitud de evidencia"}},
}

// FindNotice is the notice of a number.
func FindNotice(number string) (Notice, bool) {
	for _, n := range Notices {
		if n.Number == number {
			return n, true
		}
	}
	return Notice{}, false
}
