package simulate

// Names that nobody takes for a person's.
var (
	givenNames  = []string{"Alba", "Bruno", "Clara", "Diego", "Elif", "Farid", "Greta", "Hoa", "Ines", "Jomo", "Keiko", "Luz", "Marek", "Nadia", "Omar", "Pilar", "Quinn", "Rosa", "Samir", "Tesfa"}
	familyNames = []string{"Simulated", "Example", "Sample", "Specimen", "Placeholder", "Modelo", "Ejemplo", "Muestra"}
)
