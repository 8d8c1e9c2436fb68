"""Where somebody waits for us, and how urgent it is: what promises and documents of several rooms are told apart by."""

ZONES = [
    ('city', "In the City"), ('outside', "Outside the City"), ('motorway', "On a Motorway"), ('far', "Beyond 100 km"),
]
URGENCIES = [
    ('1', "1: unusable or unsafe"), ('2', "2: strongly limited"), ('3', "3: limited"),
]
