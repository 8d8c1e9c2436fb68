from datetime import timedelta

from odoo import api, fields, models

# outlet, number, name, kind, bay, maker, serial, days since the last calibration (None: none is needed)
PIECES = [
    ('shanghai', 'H-001', "Two-post lift 4 t", 'lift', 'bay_shanghai_lift_1', "Launch", 'LT-40-1187', 120),
    ('shanghai', 'H-002', "Two-post lift 4 t", 'lift', 'bay_shanghai_lift_2', "Launch", 'LT-40-1188', 340),
    ('shanghai', 'A-001', "3D wheel aligner", 'aligner', 'bay_shanghai_alignment', "Hunter", 'HE-421-07', 371),
    ('shanghai', 'E-001', "Exhaust analyser", 'tester', None, "Bosch", 'BEA-550-3321', 200),
    ('shanghai', 'V-001', "High-voltage tool set", 'high_voltage', 'bay_shanghai_high_voltage', "Fluke", 'HV-77-18', 90),
    ('shanghai', 'T-001', "Torque wrench 40–200 Nm", 'torque', None, "Stahlwille", 'TW-200-5', 340),
    ('shanghai', 'S-001', "Timing tool set EA888", 'special_tool', None, "VAS", 'T10352', None),
    ('shanghai', 'S-002', "Ball joint puller", 'special_tool', None, "Hazet", '1779-1', None),
    ('hangzhou', 'H-001', "Two-post lift 4 t", 'lift', 'bay_hangzhou_lift_1', "Launch", 'LT-40-2201', 60),
    ('hangzhou', 'S-001', "Injector puller", 'special_tool', None, "Hazet", '4797', None),
]
CARE = [
    ("Safety locks and arms", None, None, '1'), ("Chain and cable", "Chain oil", "10 ml", '7'),
    ("Spindle of both posts", "Lithium grease NLGI 2", "two strokes", '30'),
]


class AftersalesDemo(models.AbstractModel):
    """Lifts, testers and tools: an aligner whose calibration is overdue, a tool that is lent, a fault put right."""

    _inherit = 'aftersales.demo'

    @api.model
    def _load_equipment(self):
        pieces = {}
        for outlet, number, *row in PIECES:
            pieces[outlet, number] = self._load_piece(outlet, number, *row)
        company = self._ref('company_shanghai')
        lift = pieces['shanghai', 'H-001']
        self._as(self.env['aftersales.equipment.care'], 'dispatcher', company).create([
            {'equipment_id': lift.id, 'point': point, 'lubricant': lubricant, 'quantity': quantity, 'interval': interval,
             'user_id': self._ref('user_technician').id} for point, lubricant, quantity, interval in CARE])
        self._as(lift.care_ids[:1], 'technician', company).action_done()
        self._as(pieces['shanghai', 'S-001'], 'technician', company).action_borrow()
        self._load_fault(pieces['shanghai', 'H-002'], company)
        self._load_needs()

    def _load_needs(self):
        """Work on the high voltage asks for its tools, paint for the booth."""
        for name, kind, method, limits in (
                ('high_voltage', 'high_voltage', "Maker's manual HV-03, edition 2025", "Insulation at least 500 Ω/V"),
                ('body', 'paint_booth', "House rule P-2", "Film 100–180 µm")):
            self.env.ref(f'aftersales.work_class_{name}').write({
                'equipment_kind_ids': [(4, self._ref(f'equipment_kind_{kind}').id)], 'method_document': method,
                'work_limits': limits})

    def _load_piece(self, outlet, number, name, kind, bay, maker, serial, days):
        company = self._ref(f'company_{outlet}')
        today = fields.Date.context_today(self)
        # The dispatcher of the demo looks after Shanghai; the manager of both.
        login = 'dispatcher' if outlet == 'shanghai' else 'manager'
        piece = self._as(self.env['maintenance.equipment'], login, company).create({
            'name': name, 'register_no': number, 'workshop_id': self._ref(f'workshop_{outlet}').id,
            'company_id': company.id, 'category_id': self._ref(f'equipment_kind_{kind}').id,
            'bay_id': bay and self._ref(bay).id, 'maker_name': maker, 'serial_no': serial,
            'keeper_id': self._ref('user_dispatcher').id if outlet == 'shanghai' else self._ref('user_manager').id,
            'effective_date': today - timedelta(days=900), 'bought_date': today - timedelta(days=910)})
        if days is not None:
            self._as(self.env['aftersales.equipment.check'], login, company).create({
                'equipment_id': piece.id, 'date': today - timedelta(days=days), 'done_by': "Institute of Metrology",
                'certificate_no': f"{serial}-{number}"})
        return piece

    def _load_fault(self, lift, company):
        """Yesterday one of the lifts stood still for three hours."""
        start = fields.Datetime.now() - timedelta(days=1, hours=4)
        fault = self._as(self.env['maintenance.request'], 'technician', company).create({
            'name': "Does not lock at full height", 'equipment_id': lift.id, 'company_id': company.id,
            'maintenance_type': 'corrective', 'down_from': start, 'shuts_bay': True})
        self._as(fault, 'dispatcher', company).write({
            'fault_cause': "Worn lock pin", 'fault_cost': 180, 'down_until': start + timedelta(hours=3),
            'stage_id': self.env.ref('maintenance.stage_3').id})
