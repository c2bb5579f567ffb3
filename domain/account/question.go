package account

import "slices"

// Question is one of those that a holder may choose from, to be asked when the password is forgotten. Events and the vault
// know its id, which never changes; its words may be mended.
type Question struct{ ID, EN, ES string }

// Questions is the list. What it asks for stays the same for life, has many possible answers, and stands in no public
// record and on no form of the agency. None is ever taken off: it would still be asked of those who
// chose it.
var Questions = []Question{
	{"first_pet", "What was the name of your first pet?", "¿Cómo se llamaba su primera mascota?"},
	{"first_school", "What was the name of your first school?", "¿Cómo se llamaba su primera escuela?"},
	{"childhood_street", "What street did you live on when you were ten years old?", "¿En qué calle vivía cuando tenía diez años?"},
	{"childhood_friend", "What was the first name of your best friend when you were a child?", "¿Cuál era el nombre de su mejor amigo o amiga de la infancia?"},
	{"childhood_name", "What did your family call you when you were a child?", "¿Cómo le decía su familia cuando era niño o niña?"},
	{"childhood_dish", "What was your favorite food when you were a child?", "¿Cuál era su comida favorita cuando era niño o niña?"},
	{"first_teacher", "What was the last name of your favorite teacher?", "¿Cuál era el apellido de su maestro favorito o maestra favorita?"},
	{"first_work", "In what city or town was your first job?", "¿En qué ciudad o pueblo tuvo su primer trabajo?"},
	{"first_boss", "What was the last name of your first boss?", "¿Cuál era el apellido de su primer jefe o jefa?"},
	{"first_flight", "What city did you fly to on your first trip by plane?", "¿A qué ciudad fue en su primer viaje en avión?"},
	{"first_film", "What was the first movie that you saw in a theater?", "¿Cuál fue la primera película que vio en el cine?"},
	{"parents_met", "In what city or town did your parents meet?", "¿En qué ciudad o pueblo se conocieron sus padres?"},
}

// FindQuestion is the question of an id.
func FindQuestion(id string) (Question, bool) {
	i := slices.IndexFunc(Questions, func(q Question) bool { return q.ID == id })
	if i < 0 {
		return Question{}, false
	}
	return Questions[i], true
}

// In is the question in a language of Languages.
func (q Question) In(language string) string {
	if language == "es" {
		return q.ES
	}
	return q.EN
}
