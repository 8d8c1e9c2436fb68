from datetime import timedelta

from dateutil.relativedelta import relativedelta

from odoo import api, fields, models
from odoo.fields import Command

# Car, operation, part, concern, cause, supplier, how far his statement goes, months since the decision.
CASES = (
    ('46', 'h10', 'hv_pump', "Battery's cooling warns.", "Bearing of the coolant pump is worn.", 'pumps', 'settled', 2),
    ('24', 'h13', 'charge_port', "Charging breaks off.", "A pin of the charge port is burnt.", 'electric', 'cancelled', 2),
    ('32', 'h11', 'obc', "Does not charge.", "Fan of the on-board charger stands still.", 'electric', 'disputed', 1),
    ('04', 'h10', 'hv_pump', "Fan runs after parking.", "Coolant pump leaks at its shaft.", 'pumps', 'agreed', 1),
    ('43', 'h13', 'charge_port', "Flap does not lock.", "Lock of the charge port is broken.", 'electric', 'answered', 1),
    ('44', 'h12', 'hv_contactor', "Stops, does not start.", "Contactor does not close.", 'electric', 'sent', 0),
    ('46', 'h10', 'hv_pump', "Pump is loud.", "Coolant pump grinds.", 'pumps', 'draft', 0),
)
REACHED = ('draft', 'sent', 'answered', 'disputed', 'agreed', 'settled')


class AftersalesDemo(models.AbstractModel):
    """Second claims: a supplier's statement in each state, as the claims clerk and accounting bring them there."""

    _inherit = 'aftersales.demo'

    @api.model
    def _load_supplier_statements(self):
        company = self._ref('company_shanghai')
        agreements = self._make_agreements(company)
        store = self._ref('warehouse_shanghai').lot_stock_id
        self._put_in_store(company, store, {case[2] for case in CASES}, 4)
        for car, operation, part, concern, cause, supplier, state, months in CASES:
            agreement = agreements[supplier]
            decided = fields.Datetime.now() - relativedelta(months=months)
            days = (fields.Datetime.now() - decided).days + 9
            job = self._do_covered_work(company, car, operation, part, concern, cause, days)
            claim = self._lead_refused_claim(company, job, agreement.partner_id, months)
            self._hand_back(company, job.order_id)
            agreement.action_collect()
            statement = self.env['aftersales.claim.statement'].search(
                [('line_ids.claim_id', '=', claim.id), ('state', '=', 'draft')])
            self._lead_statement(company, self._as(statement, 'claims', company), state)
        self._ask_supplier(company, claim, agreements['pumps'].partner_id)

    def _make_agreements(self, company):
        pumps, electric = self.env['res.partner'].create([
            {'name': name, 'is_company': True, 'supplier_rank': 1, 'country_id': self.env.ref('base.cn').id, 'city': city,
             'lang': 'zh_CN'}
            for name, city in (("Ningbo Pumps", "宁波"), ("Suzhou Vehicle Electric", "苏州"))])
        begin = fields.Date.context_today(self).replace(month=1, day=1) - relativedelta(years=1)
        agreements = self._as(self.env['aftersales.supplier.agreement'], 'claims', company).create([
            {'partner_id': pumps.id, 'company_id': company.id, 'reference': "NP-2025-07", 'date_from': begin, 'share_part': 100,
             'share_labour': 50, 'share_freight': 100, 'settlement': 'setoff'},
            {'partner_id': electric.id, 'company_id': company.id, 'reference': "SVE-118", 'date_from': begin, 'share_part': 80,
             'share_labour': 30, 'settlement': 'refund'}])
        return dict(zip(('pumps', 'electric'), agreements, strict=True))

    def _lead_refused_claim(self, company, job, supplier, months):
        """The maker sends the dealer to the supplier; what is left is borne by the house until he answers."""
        claim = self._as(job, 'claims', company)._make_claims()
        claim.write({'doubts_reason': "The same part failed again.", 'causal_maker_id': supplier.id})
        claim.line_ids.filtered(lambda line: line.kind == 'part').supplier_id = supplier
        claim.action_check()
        claim.action_submit()
        reason = self._ref('claim_reason_wbs')
        claim._decide({line: {'outcome': 'rejected', 'decided_amount': 0.0, 'reason_id': reason.id} for line in claim.line_ids})
        leader = self._as(claim, 'manager', company)
        leader._propose_homes(dict.fromkeys(leader.line_ids, 'internal'), "Asked of the supplier")
        moment = fields.Datetime.now() - relativedelta(months=months)
        self._backdate(claim, {claim: moment - timedelta(days=6)}, 'submitted_date')
        self._backdate(claim, {claim: moment}, 'decided_date')
        return claim

    def _lead_statement(self, company, statement, state):
        if state == 'cancelled':
            statement.cancel_reason = "Asked under the wrong agreement."
            statement.action_cancel()
            return
        for step in REACHED[1:REACHED.index(state) + 1]:
            getattr(self, f'_lead_to_{step}')(company, statement)

    def _lead_to_sent(self, company, statement):
        statement.action_send()

    def _lead_to_answered(self, company, statement):
        first = statement.line_ids[:1]
        (statement.line_ids - first).verdict = 'accept'
        first.write({
            'verdict': 'share', 'accepted_amount': first.currency_id.round(first.asked_amount * 0.6),
            'reason': "Half of the batch was reworked."})
        statement.action_answer()

    def _lead_to_disputed(self, company, statement):
        statement.dispute_reason = "The reworked batch is not the one that failed."
        statement.action_dispute()

    def _lead_to_agreed(self, company, statement):
        if statement.state == 'disputed':
            statement.write({
                'inspection_date': fields.Date.context_today(self), 'inspection_result': "The bearing had no grease."})
            statement.line_ids.verdict = 'accept'
        statement.action_agree()

    def _lead_to_settled(self, company, statement):
        """Accounting sets the refund off against a bill."""
        accountant = self._as(statement, 'accountant', company)
        accountant.action_create_refund()
        refund = accountant.refund_id
        today = fields.Date.context_today(self)
        bill = self._as(self.env['account.move'], 'accountant', company).create({
            'move_type': 'in_invoice', 'partner_id': statement.partner_id.id, 'invoice_date': today, 'ref': "NP-88213",
            'currency_id': statement.currency_id.id,
            'invoice_line_ids': [Command.create({
                'name': "Coolant pumps", 'price_unit': 6200, 'tax_ids': [Command.clear()]})]})
        refund.invoice_date = today
        (refund | bill).action_post()
        accountant.action_set_off()
        accountant.action_settle()

    def _ask_supplier(self, company, claim, supplier):
        contact = self._as(self.env['aftersales.supplier.contact'], 'claims', company).create({
            'subject': "Grinding pumps of one batch", 'order_id': claim.order_id.id, 'claim_id': claim.id,
            'partner_id': supplier.id, 'text': "Three pumps of batch 2507 grind within a month. What about the rest?"})
        contact.action_ask()
        self._as(self.env['aftersales.supplier.contact'], 'claims', company).create({
            'subject': "Smell of the charger", 'order_id': claim.order_id.id, 'partner_id': supplier.id})

    # === STATIONS ===#

    @api.model
    def _load_station_settlements(self):
        """Two months of the warranty store: the first is set off, the second waits for the station's manager."""
        company = self._ref('company_shanghai')
        warehouse = self._ref('warehouse_shanghai')
        store = warehouse.aftersales_warranty_location_id
        month = fields.Date.context_today(self).replace(day=1)
        came = fields.Datetime.to_datetime(month - relativedelta(months=2) + timedelta(days=3))
        went = came + timedelta(days=37)
        Move = self.env['stock.move.line']
        out = Move.search([('location_id', '=', store.id), ('state', '=', 'done')])
        back = Move.search([('location_dest_id', '=', store.id), ('state', '=', 'done')])
        # The maker replaced a few parts before: they came without a purchase.
        received = self._receive_from_maker(company, store, out.product_id)
        for moment, lines in ((came, received.move_line_ids), (went, out), (went + timedelta(days=1), back)):
            self._backdate(lines, dict.fromkeys(lines, moment), 'date')
            self._backdate(lines.move_id, dict.fromkeys(lines.move_id, moment), 'date')
        first, second = self._as(self.env['aftersales.station.settlement'], 'claims', company).create([
            {'workshop_id': self._ref('workshop_shanghai').id, 'period': month - relativedelta(months=months)}
            for months in (2, 1)])
        (first | second).action_send()
        self._as(first, 'manager', company).action_confirm()
        first.setoff_reference = "Delivery of March"
        first.action_set_off()

    def _receive_from_maker(self, company, store, products):
        moves = self.with_company(company).env['stock.move'].create([{
            'product_id': product.id, 'product_uom': product.uom_id.id, 'product_uom_qty': 4, 'company_id': company.id,
            'location_id': self.env.ref('stock.stock_location_suppliers').id, 'location_dest_id': store.id,
        } for product in products])
        moves._action_confirm()
        for move in moves:
            move.write({'quantity': 4, 'picked': True})
        moves._action_done()
        return moves
