def migrate(cr, version):
    """The logo of its make is read with the car: the file that was kept of it for each car is not needed any more."""
    cr.execute("DELETE FROM ir_attachment WHERE res_model = 'fleet.vehicle' AND res_field = 'image_128'")
