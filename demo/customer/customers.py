from dateutil.relativedelta import relativedelta

from odoo import api, fields, models
from odoo.fields import Command

INSURERS = ("PICC Property and Casualty", "Ping An Insurance")
JOBS = ("Teacher", "Engineer", "Doctor", "Shopkeeper", "Designer")


class AftersalesDemo(models.AbstractModel):
    """Files of customers: persons and firms, who looks after them, what they wish for, a refusal, a change of owner."""
    _inherit = 'aftersales.demo'

    @api.model
    def _load_customer_files(self):
        insurers = self.env['res.partner'].create([{'name': name, 'is_company': True} for name in INSURERS])
        shanghai, today = self._ref('company_shanghai'), fields.Date.today()
        cars = self.env['fleet.vehicle'].search([('is_customer_vehicle', '=', True)], order='id')
        care = self._ref('user_care')
        wishes = self.env['aftersales.customer.tag'].search([('kind', '=', 'wish')])
        interests = self.env['aftersales.customer.tag'].search([('kind', '=', 'interest')])
        owners = cars.owner_id.sorted('id')
        for number, owner in enumerate(owners[:20] | owners.filtered('is_company')[:5]):
            self._complete_customer(owner, number, today, care, wishes, interests)
        for number, car in enumerate(cars):
            if number % 3:
                car.with_context(tracking_disable=True).insurer_id = insurers[number % 2]
        for outlet in shanghai.aftersales_workshop_ids:
            outlet.write({'care_agent_rule': 'round', 'care_agent_ids': [Command.set(care.ids)]})
        self._refuse_and_plan(cars, shanghai)

    def _complete_customer(self, owner, number, today, care, wishes, interests):
        vals = {
            'aftersales_agent_id': care.id, 'aftersales_channel': ('call', 'sms', 'mail')[number % 3],
            'aftersales_service_wish_ids': [Command.set(wishes[number % len(wishes)].ids)],
            'aftersales_interest_ids': [Command.set(interests[number % len(interests)].ids)],
            'aftersales_call_time': ('morning', 'afternoon', 'evening')[number % 3]}
        if owner.is_company:
            vals |= {
                'aftersales_company_size': ('small', 'medium', 'large')[number % 3],
                'aftersales_representative': "Chen Guoqiang"}
        else:
            vals |= {
                'aftersales_sex': ('female', 'male')[number % 2], 'function': JOBS[number % len(JOBS)],
                'aftersales_birth_date': today - relativedelta(years=28 + number, days=number * 13)}
        owner.with_context(tracking_disable=True).write(vals)

    def _refuse_and_plan(self, cars, company):
        item = self._ref('file_item_birth')
        person = cars.filtered(lambda car: not (car.owner_id.is_company or car.owner_id.aftersales_birth_date))[:1]
        if person:
            self._as(self.env['aftersales.file.refusal'], 'care', company).create({
                'vehicle_id': person.id, 'item_id': item.id, 'note': "That is my own affair."})
        planned = self._as(cars[:3].owner_id, 'care', company)
        proposals = planned._get_next_proposals(planned.env['aftersales.followup']._get_today())
        self.env['aftersales.contact.plan'].with_env(planned.env)._plan(proposals)
