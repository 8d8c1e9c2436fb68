# Whether the cars that a part is for are still made: how complete a supplier has to deliver follows from it.
STAGES = [
    ('running', "Models Still Made"), ('half', "Models Half Discontinued"), ('discontinued', "Models Discontinued"),
]
