LINE_TYPES = [
    ('labour', 'Labour'),
    ('part', 'Part'),
    ('sublet', 'Sublet'),
    ('fee', 'Fee'),
]

PART_ORIGINS = [
    ('original', 'Original'),
    ('equivalent', 'OEM-equivalent'),
    ('aftermarket', 'Aftermarket'),
    ('rebuilt', 'Rebuilt'),
    ('used', 'Second-Hand'),
    ('customer', "Customer's own"),
]
