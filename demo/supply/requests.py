from datetime import timedelta

from odoo import api, fields, models
from odoo.fields import Command

# part, what is agreed by phone, why, how urgently, in how many days; what the dispatcher says
SPECIALS = [
    ('turbo', "Turbocharger, ordered before the visit", "Whistles, no boost above 3,000 rpm", 'urgent', 3, None),
    ('turbo', "Second turbocharger of the fleet", "Oil in the charge pipe", 'normal', 9, 'approved'),
    ('turbo', "Both turbochargers of the van", "Bearing play, no oil loss", 'normal', -1, "Have one rebuilt first"),
]


class AftersalesDemo(models.AbstractModel):
    """Parts that orders wait for, with the day they are needed; dear ones that somebody has to approve (H2)."""

    _inherit = 'aftersales.demo'

    @api.model
    def _load_part_requests(self):
        for outlet in ('shanghai', 'hangzhou'):
            company = self._ref(f'company_{outlet}')
            login = 'advisor' if outlet == 'shanghai' else 'advisor_hangzhou'
            waiting = self.env['aftersales.order.line'].search([
                ('company_id', '=', company.id), ('line_type', '=', 'part'), ('parts_awaited_since', '!=', False)])
            self._as(waiting, login, company).write({
                'part_needed_date': fields.Date.today() + timedelta(days=1), 'part_urgency': 'stands',
                'part_reason': self.env._("The car stands on the lift")})
        company = self._ref('company_shanghai')
        cars = self.env['aftersales.order'].search([
            ('company_id', '=', company.id), ('state', '=', 'delivered'), ('vehicle_id.owner_id', '!=', False)],
            order='id', limit=len(SPECIALS))
        for visit, row in zip(cars, SPECIALS, strict=False):
            self._load_special_order(company, visit, *row)

    def _load_special_order(self, company, visit, part, name, reason, urgency, days, answer):
        """The customer said yes by phone before he brings the car; stock has none, and the dispatcher is asked."""
        order = self._as(self.env['aftersales.order'], 'advisor', company).create({
            'workshop_id': visit.workshop_id.id, 'vehicle_id': visit.vehicle_id.id, 'partner_id': visit.partner_id.id,
            'job_ids': [Command.create({'name': name, 'line_ids': [Command.create({
                'product_id': self._ref(f'part_{part}').id, 'quantity': 2, 'part_urgency': urgency, 'part_reason': reason,
                'part_needed_date': fields.Date.today() + timedelta(days=days)})]})]})
        order.job_ids._approve('phone')
        line = order.job_ids.line_ids
        boss = self._as(line, 'manager', company)
        if answer == 'approved':
            boss.action_approve_part()
            self._as(line, 'parts', company).action_order_missing_parts()
        elif answer:
            boss._refuse_part(answer)
