from . import billing, parts, vehicle, workshop

# Odoo runs the modules named test_* of this package: hand it those of every room,
# under names that keep two rooms' equally named files apart.
for _room in (billing, parts, vehicle, workshop):
    for _name, _module in list(vars(_room).items()):
        if _name.startswith('test_'):
            globals()[f"{_name}_of_{_room.__name__.rpartition('.')[2]}"] = _module
