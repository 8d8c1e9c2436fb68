# Why a part was not the right one, in the right place, at the right time.
CAUSES = [
    ('data', "Data: Catalogue or Forecast Wrong"), ('planning', "Planning: Level or Lead Time Wrong"),
    ('execution', "Execution: Ordered or Issued Late"), ('supplier', "Supplier Late or Short"),
    ('transport', "Transport"), ('wrong_ordered', "Wrong Part Ordered"), ('wrong_picked', "Wrong Part Picked"),
    ('quality', "Part Faulty"), ('rare', "Not Kept: Asked For Too Seldom"),
]
