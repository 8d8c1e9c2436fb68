from datetime import timedelta

from odoo import api, fields, models

# name, kind, who is charged, marks of its last check by S
AREAS = [
    ("Reception hall", 'reception', 'inspector', '555454'),
    ("Bays 1 to 4", 'workshop', 'dispatcher', '434345'),
    ("Parts store", 'store', 'parts', '544554'),
    ("Tool room", 'tool', 'dispatcher', '425345'),
]


class AftersalesDemo(models.AbstractModel):
    """Areas of the outlet with the checks of last week, one of which found something, and one that is to be made."""

    _inherit = 'aftersales.demo'

    @api.model
    def _load_sites(self):
        company, today = self._ref('company_shanghai'), fields.Date.context_today(self)
        outlet = self._ref('workshop_shanghai')
        areas = self._as(self.env['aftersales.site.area'], 'manager', company).create([{
            'name': name, 'kind': kind, 'workshop_id': outlet.id, 'user_id': self._ref(f'user_{login}').id,
            'next_check_date': today + timedelta(days=number)} for number, (name, kind, login, __) in enumerate(AREAS, 1)])
        for area, (__, __, __, marks) in zip(areas, AREAS, strict=True):
            check = self._as(self.env['aftersales.site.check'], 'inspector', company).create({
                'area_id': area.id, 'date': today - timedelta(days=6)})
            for line in check.line_ids:
                line.mark = marks[int(line.step) - 1]
                if line.mark == '2':
                    line.write({'finding': "Torque wrench lies on the bench", 'user_id': self._ref('user_technician').id})
            check.action_sign()
        self._as(self.env['aftersales.site.check'], 'inspector', company).create({'area_id': areas[1].id, 'date': today})
