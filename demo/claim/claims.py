from datetime import timedelta

from odoo import api, fields, models
from odoo.fields import Command

# Car, operation, part, what the customer says, what was found, how far the claim goes, days since the repair.
CASES = (
    ('04', 'h10', 'hv_pump', "Battery's cooling warns.", "Coolant pump of the battery stands still.", 'to_claim', 3),
    ('02', 'n13', 'o2_sensor', "Engine light is on.", "Air-fuel sensor answers too slowly.", 'to_claim', 12),
    ('08', 'h10', 'hv_pump', "Fan of the battery's cooling roars.", "Coolant pump of the battery is worn.", 'draft', 5),
    ('54', 'n10', 'waterpump_vw', "Loses coolant.", "Housing of the water pump is cracked.", 'late', 20),
    ('24', 'h13', 'charge_port', "Does not charge.", "Lock of the charge port is broken.", 'checked', 4),
    ('32', 'h11', 'obc', "Charges at half of the power.", "One phase of the on-board charger fails.", 'submitted', 10),
    ('09', 'e12', 'batt_lv', "Does not unlock in the morning.", "A cell of the low-voltage battery is dead.", 'submitted', 45),
    ('44', 'h12', 'hv_contactor', "Stops, does not start.", "Contactor of the high-voltage battery sticks.", 'submitted', 75),
    ('46', 'h10', 'hv_pump', "Fan runs after parking.", "Coolant pump of the battery is weak.", 'submitted', 110),
    ('43', 'h13', 'charge_port', "Charging breaks off.", "Temperature sensor of the charge port is open.", 'questioned', 14),
    ('42', 'e12', 'batt_lv', "Clock loses its time.", "Low-voltage battery does not hold its charge.", 'answered', 21),
    ('45', 'c12', 'link_byd', "Rattles at the front.", "Ball joints of the links have play.", 'withdrawn', 16),
    ('43', 'c12', 'link_byd', "Creaks when turning.", "Ball joint of a link is dry.", 'submitted', 33),
    ('24', 'e12', 'batt_lv', "Does not wake up.", "Low-voltage battery is dead after a night.", 'answered', 19),
    ('04', 'e12', 'batt_lv', "Radio loses its stations.", "A cell of the low-voltage battery is dead.", 'decided', 26),
    ('08', 'h13', 'charge_port', "Plug cannot be drawn out.", "Actuator of the lock is stuck.", 'appealed', 38),
    ('29', 'h11', 'obc', "Charging stops after an hour.", "On-board charger gets too hot.", 'credited', 52),
    ('32', 'c12', 'link_byd', "Creaks when turning.", "A link has play from the works.", 'settled', 66),
)


class AftersalesDemo(models.AbstractModel):
    """Claims in their states, as the people of the workshop bring them there."""

    _inherit = 'aftersales.demo'

    # === TERMS ===#

    @api.model
    def _load_claim_terms(self):
        company = self._ref('company_shanghai')
        self._as(self.env['aftersales.claim.terms'], 'claims', company).create([{
            'name': "Volkswagen", 'partner_id': self._ref('maker_volkswagen').id, 'company_id': company.id,
            'brand_ids': [Command.set(self.env.ref('fleet.brand_volkswagen').ids)], 'dealer_code': "VW-31072",
            'currency_id': company.currency_id.id, 'labour_rate': 180, 'part_basis': 'cost', 'handling': 10, 'claim_days': 15,
            'prior_approval_above': 5000, 'settlement': 'credit',
        }, {
            'name': "BYD", 'partner_id': self._ref('maker_byd').id, 'company_id': company.id,
            'brand_ids': [Command.set(self.env.ref('fleet.brand_byd').ids)], 'dealer_code': "SH0231",
            'currency_id': company.currency_id.id, 'labour_rate': 150, 'part_basis': 'list', 'handling': 5, 'claim_days': 30,
            'needs_photo': False, 'needs_signature': False, 'needs_clock': False, 'needs_old_part': False,
            'settlement': 'invoice',
        }])

    # === CLAIMS ===#

    @api.model
    def _load_claims(self):
        company = self._ref('company_shanghai')
        store = self._ref('warehouse_shanghai').lot_stock_id
        self._put_in_store(company, store, {case[2] for case in CASES}, 4)
        for car, operation, part, concern, cause, state, days in CASES:
            job = self._do_covered_work(company, car, operation, part, concern, cause, days)
            if state != 'to_claim':
                self._lead_claim(company, job, state, days)
            self._hand_back(company, job.order_id)

    def _do_covered_work(self, company, car, operation, part, concern, cause, days):
        """Received, taken as warranty, issued and done, ``days`` ago."""
        job = self._take_warranty_job(company, car, operation, concern, cause)
        lines = self._as(job.line_ids, 'manager', company)
        product = self._ref(f'part_{part}')
        if product not in lines.product_id:
            lines.create({'job_id': job.id, 'line_type': 'part', 'product_id': product.id, 'quantity': 1})
        order = job.order_id
        waiting = order.sudo().picking_ids.filtered(lambda picking: picking.state not in ('done', 'cancel'))
        pickings = self._as(waiting, 'parts', company)
        pickings.move_ids.picked = True
        pickings.button_validate()
        technician = self._as(job, 'technician', company)
        technician.write({
            'correction': "Renewed and tested.",
            'causal_order_line_id': job.line_ids.filtered(lambda line: line.product_id == product)[:1].id})
        leader = self._as(job, 'manager', company)
        leader._transition('doing')
        leader._transition('done')
        moment = fields.Datetime.now() - timedelta(days=days)
        self._backdate(order, {order: moment - timedelta(hours=6)}, 'received_date')
        self._backdate(job, {job: moment - timedelta(hours=4)}, 'started_date')
        self._backdate(job, {job: moment}, 'done_date')
        self._place_reading(order, (moment - timedelta(hours=6)).date())
        return job

    def _place_reading(self, order, day):
        """What the car had run on that day, between what was read before and afterwards."""
        own = self.env['fleet.vehicle.odometer'].search([('aftersales_order_id', '=', order.id)])
        others = (self.env['fleet.vehicle.odometer'].search([('vehicle_id', '=', order.vehicle_id.id)]) - own).sorted(
            lambda reading: (reading.date, reading.value))
        before = others.filtered(lambda reading: reading.date <= day)[-1:]
        after = others.filtered(lambda reading: reading.date > day)[:1]
        days = (day - before.date).days
        if after:
            value = before.value + (after.value - before.value) * days / (after.date - before.date).days
        else:
            value = before.value + 40 * days + 6
        own.write({'date': day, 'value': round(value)})
        self._backdate(order, {order: round(value)}, 'odometer_in')

    def _hand_back(self, company, order):
        """Checked, explained and fetched on the evening of the repair; the claim goes on without the car."""
        evening = {order: max(order.job_ids.mapped('done_date')) + timedelta(hours=3)}
        self._pass_jobs(company, order, [])
        self._backdate(order, evening, 'ready_date')
        self._backdate(order, evening, 'delivered_date')
        self._explain_deliveries(order)
        self._as(order, 'advisor', company).action_deliver()
        self._backdate(order, evening, 'delivered_date')

    def _lead_claim(self, company, job, state, days):
        claim = self._as(job, 'claims', company)._make_claims()
        if state in ('draft', 'late'):
            return
        claim.doubts_reason = "The car was here again for the same within its term."
        claim.action_check()
        if state == 'checked':
            return
        claim.action_submit()
        self._backdate(claim, {claim: fields.Datetime.now() - timedelta(days=max(days - 3, 0))}, 'submitted_date')
        claim.reference = f'M{claim.id:06}'
        today = fields.Date.context_today(self)
        if state in ('questioned', 'answered'):
            claim._question("Send a photo of the label on the old part.", today + timedelta(days=3))
        if state == 'answered':
            claim._answer("The photo is attached.")
        if state in ('decided', 'appealed', 'credited', 'settled'):
            self._lead_decided_claim(company, claim, state, days)
        if state == 'withdrawn':
            self._as(claim, 'manager', company)._withdraw("The supplier renewed the part himself.")

    def _lead_decided_claim(self, company, claim, state, days):
        """The maker cuts the hours, but of the one that is settled."""
        answers = {line: {'outcome': 'accepted', 'decided_amount': line.amount} for line in claim.line_ids}
        cut = claim.line_ids.filtered(lambda line: line.kind == 'labour')[:1]
        if state != 'settled':
            answers[cut] = {
                'outcome': 'reduced', 'decided_amount': claim.currency_id.round(cut.amount * 0.6),
                'reason_id': self._ref('claim_reason_elh').id}
        claim._decide(answers)
        self._backdate(claim, {claim: fields.Datetime.now() - timedelta(days=days - 9)}, 'decided_date')
        if state == 'appealed':
            claim._appeal(cut, "The charger had to be taken out twice; the photos show why.")
        if state in ('credited', 'settled'):
            self._pay_claim(company, claim)

    def _pay_claim(self, company, claim):
        """Accounting posts what the maker owes and enters his payment."""
        moves = self._as(claim.sudo().move_ids, 'accountant', company)
        moves.filtered(lambda move: not move.invoice_date).invoice_date = fields.Date.context_today(self)
        moves.filtered(lambda move: move.state == 'draft').action_post()
        Register = self._as(self.env['account.payment.register'], 'accountant', company)
        Register.with_context(active_model='account.move', active_ids=moves.ids).create({})._create_payments()
