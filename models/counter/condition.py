"""In what condition a car is noted: which cars have a tank and which a battery, and how much a sketch takes."""

FUELLESS = ('electric',)
CHARGED = ('electric', 'plug_in_hybrid_diesel', 'plug_in_hybrid_gasoline')
NOT_NOTED = -1
# What a sketch can show and a paper can list.
MOST_MARKS = 60
