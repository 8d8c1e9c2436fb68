class EquipmentOf:
    """Workshop equipment for tests of whatever room."""

    @classmethod
    def _create_equipment(cls, **values):
        return cls.env['maintenance.equipment'].with_user(cls.user_dispatcher).create({
            'name': "Lift", 'workshop_id': cls.workshop.id, 'company_id': cls.company.id,
            'category_id': cls.env.ref('aftersales.equipment_kind_lift').id, 'keeper_id': cls.user_technician.id,
            'effective_date': '2020-01-01', **values})

    @classmethod
    def _calibrate(cls, equipment, date, **values):
        return cls.env['aftersales.equipment.check'].with_user(cls.user_dispatcher).create({
            'equipment_id': equipment.id, 'date': date, 'done_by': "Institute", **values})
