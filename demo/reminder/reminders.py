from datetime import timedelta

from odoo import api, fields, models

# Days until the inspection and the insurance of some cars end.
AHEAD = ((12, 50), (55, 25), (14, 5), (58, 58), (40, 3), (8, 28))


class AftersalesDemo(models.AbstractModel):
    """What is due of some cars, who was told of it, and the list of insurances with what became of them."""
    _inherit = 'aftersales.demo'

    @api.model
    def _date_cars(self, company):
        """Cars of the outlet whose inspection and insurance end soon."""
        today = fields.Date.today()
        visits = self.env['aftersales.order'].search([
            ('company_id', '=', company.id), ('vehicle_id.is_customer_vehicle', '=', True),
            ('vehicle_id.owner_id', '!=', False)], order='id desc', limit=60)
        cars = visits.vehicle_id[:len(AHEAD)]
        for car, (inspection, insurance) in zip(cars, AHEAD, strict=False):
            car.write({
                'inspection_due_date': today + timedelta(days=inspection),
                'insurance_due_date': today + timedelta(days=insurance)})
        return cars

    @api.model
    def _load_reminders(self):
        today = fields.Date.today()
        companies = [self._ref(f'company_{outlet}') for outlet in ('shanghai', 'hangzhou')]
        for company in companies:
            self._date_cars(company)
            self.env['aftersales.renewal']._fill(company)
        self.env['aftersales.reminder.rule'].search([('active', '=', True)])._generate()
        waiting = self.env['aftersales.reminder'].search([('state', '=', 'planned'), ('channel', '=', 'message')])
        told = waiting[::2]
        told._note_in_register('message')
        told._note_told()
        # Who wrote back that he reads nothing on a screen gets a letter.
        letters = (waiting - told).filtered(lambda reminder: reminder.partner_id.street)[:4]
        letters.channel = 'letter'
        month = today.replace(day=1)
        self.env['aftersales.renewal.target'].create([
            {'workshop_id': company.aftersales_workshop_ids[:1].id, 'month': month, 'target_rate': rate}
            for company, rate in zip(companies, (65, 60), strict=True)])
        self._renew_some(companies[0])

    @api.model
    def _renew_some(self, company):
        insurer = self.env['res.partner'].create({'name': "Huatai Property Insurance", 'is_company': True})
        renewals = self.env['aftersales.renewal'].search([('company_id', '=', company.id)], order='due_date desc')
        care = self._as(renewals, 'care', company)
        care.user_id = self._ref('user_care')
        for renewal in care[1:3]:
            renewal.write({'quote_amount': 4280, 'insurer_id': insurer.id})
            renewal.action_quote()
        if len(care) > 3:
            care[3].action_elsewhere()
        if len(care) > 2:
            care[2].write({'premium': 4280, 'next_due_date': fields.Date.add(care[2].due_date, years=1)})
            care[2].action_renew()
