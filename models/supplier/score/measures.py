# What a supplier is judged by, and by which of the five criteria it counts.
MEASURES = [
    ('system', "Quality system"), ('reject', "Reject rate"), ('punctual', "Delivered on time"),
    ('fill', "Delivered completely"), ('lead_time', "Days until delivery"), ('price', "Price index"),
    ('service', "After-sales service"), ('capacity', "Production capacity"),
]
CRITERIA = {
    'system': 'quality', 'reject': 'quality', 'punctual': 'delivery', 'fill': 'delivery', 'lead_time': 'delivery',
    'price': 'price', 'service': 'service', 'capacity': 'capacity',
}
JUDGED = ('system', 'service', 'capacity')
SCREENED = [
    ('none', "Not Screened"), ('passed', "Screening Passed"), ('expired', "Certificate Expired"),
    ('failed', "Screening Failed"),
]
GRADES = [('a', "A"), ('b', "B"), ('c', "C"), ('d', "D")]
