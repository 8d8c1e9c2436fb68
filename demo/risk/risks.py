from datetime import timedelta

from odoo import api, fields, models
from odoo.fields import Command

RISKS = [
    ("Battery of a damaged car burns in the yard", 'safety', '2', '5', "Yard for damaged cars with sand and camera"),
    ("Customer data leave by an export", 'data', '2', '4', "Exports for managers only"),
    ("Sole importer of paint cannot deliver", 'supply', '3', '2', "Stock for four weeks"),
    ("Complaint goes to the press", 'reputation', '3', '4', "Crisis plan"),
]
DUTIES = [
    ("Waste oil and filters go to a licensed carrier", "Law on solid waste", "Receipts of the carrier", 12, 40),
    ("Fire extinguishers are checked", "Fire protection law", "Mark on each extinguisher", 6, 200),
    ("Prices of hours and parts are on the wall", "Rules on motor vehicle repair", "Photo of the board", 6, 20),
]


class AftersalesDemo(models.AbstractModel):
    """Risks on the map, duties of the law of which one is overdue, a plan with its drill, and an incident that is open."""

    _inherit = 'aftersales.demo'

    @api.model
    def _load_risks(self):
        company, today = self._ref('company_shanghai'), fields.Date.context_today(self)
        place = {'company_id': company.id, 'workshop_id': self._ref('workshop_shanghai').id}
        boss = {**place, 'user_id': self._ref('user_dispatcher').id, 'start_date': today - timedelta(days=60)}
        risks = self._as(self.env['aftersales.risk'], 'inspector', company).create([
            {**boss, 'name': name, 'area': area, 'probability': probability, 'effect': effect, 'controls': controls}
            for name, area, probability, effect, controls in RISKS])
        risks[:2].action_looked_at()
        for name, law, asked, months, days in DUTIES:
            self._as(self.env['aftersales.duty'], 'inspector', company).create({
                **boss, 'name': name, 'law': law, 'asked': asked, 'interval_months': months,
                'check_ids': [Command.create({'date': today - timedelta(days=days), 'evidence': asked})]})
        self._as(self.env['aftersales.emergency.plan'], 'inspector', company).create({
            **boss, 'name': "Fire in the workshop", 'kind': 'fire',
            'first_steps': "Warn everybody\nCall 119\nSwitch off the power\nLeave by the gates",
            'roles': "Dispatcher leads, inspector counts people, storekeeper shuts the gas", 'phones': "119; head of service",
            'drill_ids': [Command.create({
                'date': today - timedelta(days=30), 'people_count': 24, 'minutes': 6, 'result': 'weak',
                'lesson': "One gate was blocked by a car"})]})
        incident = self._as(self.env['aftersales.incident'], 'technician', company).create({
            'workshop_id': self._ref('workshop_shanghai').id, 'subject': "Finger caught under the bonnet", 'kind': 'injury',
            'place': "Bay 2", 'harm': "Bruise, no sick leave", 'first_action': "Cooled, doctor seen"})
        self._as(incident, 'dispatcher', company).write({
            'cause': "Strut without pressure", 'action_ids': [Command.create({
                'name': "Struts are looked at with each inspection", 'user_id': self._ref('user_inspector').id,
                'workshop_id': self._ref('workshop_shanghai').id, 'kind': 'preventive', 'company_id': company.id})]})
