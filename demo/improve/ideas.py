from datetime import timedelta

from odoo import api, fields, models
from odoo.fields import Command


class AftersalesDemo(models.AbstractModel):
    """An idea that was taken up with its reward, one that waits, and a goal with its measure."""

    _inherit = 'aftersales.demo'

    @api.model
    def _load_ideas(self):
        company, today = self._ref('company_shanghai'), fields.Date.context_today(self)
        place = {'company_id': company.id, 'workshop_id': self._ref('workshop_shanghai').id}
        ideas = self._as(self.env['aftersales.idea'], 'technician', company).create([
            {**place, 'subject': "Trolley with the parts of the next job", 'kind': 'process',
             'description': "The store fills it in the evening", 'gain': "Ten minutes less waiting for each job"},
            {**place, 'subject': "Second charger for lamps", 'kind': 'cost', 'gain': "No lamp is empty at noon"}])
        taken = self._as(ideas[0], 'manager', company)
        taken.write({'answer': "Begins with bays 1 and 2 next month", 'reward': "Book voucher"})
        taken.action_take_up()
        self._as(self.env['aftersales.goal'], 'manager', company).create({
            **place, 'name': "Cars ready at the promised time", 'indicator': "Orders ready by their promise", 'unit': "%",
            'value_before': 82, 'value_goal': 92, 'value_reached': 87, 'due_date': today + timedelta(days=60),
            'user_id': self._ref('user_dispatcher').id, 'action_ids': [Command.create({
                'name': "Promises are looked through at noon", 'kind': 'improvement', **place,
                'user_id': self._ref('user_dispatcher').id, 'checker_id': self._ref('user_inspector').id})]})
        self._load_norms(company)

    @api.model
    def _load_norms(self, company):
        """Two norms in force, one of them to be looked at again, and a draft of a new version."""
        Norm, today = self._as(self.env['aftersales.norm'], 'manager', company), company._get_today()
        norms = Norm.create([
            {'company_id': company.id, 'code': "2.1", 'name': "Greet within a minute", 'step': 'response', 'kind': 'time',
             'limit_minutes': 1,
             'text': "Whoever is next to the door greets; the advisor comes within five minutes.",
             'how_checked': "Spot check at the counter", 'valid_from': today - timedelta(days=380)},
            {'company_id': company.id, 'code': "3.4", 'name': "Belongings are listed together", 'step': 'reception',
             'kind': 'safety', 'text': "Advisor and customer go round the car; what stays in it is listed and signed.",
             'how_checked': "Ten check-in sheets a month", 'valid_from': today - timedelta(days=90)},
            {'company_id': company.id, 'code': "6.2", 'name': "Car is brought to the door", 'step': 'delivery',
             'kind': 'attitude', 'level': 'advanced', 'applies_to': "Class A customers and contracts with mobility",
             'text': "The car stands before the door at the promised time, washed and cool."}])
        norms[:2].action_use()
        norms[1].action_new_version()
        tailored = Norm.create([
            {'company_id': company.id, 'code': "3.1", 'name': "The own advisor receives", 'step': 'reception', 'kind': 'time',
             'level': 'tailored', 'limit_minutes': 5, 'text': "The customer's own advisor is at the car within five minutes."},
            {'company_id': company.id, 'code': "8.1", 'name': "The manager calls himself", 'step': 'tracking',
             'kind': 'attitude', 'level': 'tailored', 'text': "After each visit the manager asks how it was."}])
        tailored.action_use()
        self._as(self.env['aftersales.norm.rule'], 'manager', company).create([
            {'company_id': company.id, 'level': 'tailored', 'value_class': 'a'},
            {'company_id': company.id, 'level': 'advanced', 'value_class': 'b'}])
