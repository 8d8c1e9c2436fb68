from odoo import api, fields, models
from odoo.fields import Command
from odoo.tools import SQL

# Customers of whom the two months of the demo tell nothing: how many days ago they were here.
PAST = {'customer_21': (372, 470, 560), 'customer_27': (215, 300)}


class AftersalesDemo(models.AbstractModel):
    """What customers are worth after the visits of the demo, one of a class by hand, one who is lost and one at risk."""
    _inherit = 'aftersales.demo'

    @api.model
    def _load_values(self):
        shanghai, hangzhou = self._ref('company_shanghai'), self._ref('company_hangzhou')
        self._load_past(shanghai)
        for run in self.env['aftersales.value.run']._get_runs():
            before = None
            while run.batch_count != before:
                before = run.batch_count
                run._work_batch()
        Value = self.env['aftersales.customer.value']
        Value.search([('needs_case', '=', True)])._open_cases()
        self._ref('workshop_shanghai').base_target = 1500
        fleet = Value.search([('company_id', '=', shanghai.id), ('partner_id.is_company', '=', True)], limit=1)
        if fleet:
            self._as(fleet, 'manager', shanghai)._set_by_hand(
                'a', fleet._get_today().replace(month=12, day=31), "Twelve cars, and the whole firm listens to its driver")
        for company in (shanghai, hangzhou):
            self._win_back(company)

    @api.model
    def _load_past(self, company):
        """Services of former years, as an import brings them: delivered, and nothing more is known."""
        for name, days in PAST.items():
            customer = self.env.ref(f'aftersales.{name}', False)
            vehicle = customer and customer.owned_vehicle_ids[:1]
            if not vehicle:
                continue
            for number in days:
                order = self._as(self.env['aftersales.order'], 'advisor', company).create({
                    'vehicle_id': vehicle.id, 'partner_id': customer.id, 'workshop_id': self._ref('workshop_shanghai').id,
                    'job_ids': [Command.create({'name': "Service"})]}).sudo()
                moment = fields.Datetime.subtract(fields.Datetime.now(), days=number)
                self.env.flush_all()
                self.env.cr.execute(SQL(
                    "UPDATE aftersales_order SET state = 'delivered', received_date = %s, delivered_date = %s, name = %s"
                    " WHERE id = %s", fields.Datetime.subtract(moment, hours=5), moment,
                    order.name.replace(f'/{fields.Date.today().year}/', f'/{moment.year}/9'), order.id))
                self.env.cr.execute(SQL("UPDATE aftersales_job SET state = 'passed' WHERE order_id = %s", order.id))
                self.env.invalidate_all()
                self.env['aftersales.value.mark']._mark([(company.id, customer.id)])

    @api.model
    def _win_back(self, company):
        """The one who stayed away longest of those who are no longer sure to come."""
        value = self.env['aftersales.customer.value'].search([
            ('company_id', '=', company.id), ('status', '=', 'risk'), ('lost_ids', '=', False)],
            order='last_visit, id', limit=1)
        if not value:
            return
        case = value._open_cases()
        case.write({
            'user_id': case.user_id.id or self._ref('user_care').id, 'reason_id': self._ref('lost_reason_waiting').id,
            'measure': "The head calls and asks what went wrong; next time the car is fetched and brought back.",
            'offer': "Free check of 36 points and a loaner car"})
        self._as(case, 'care', company).action_offer()
