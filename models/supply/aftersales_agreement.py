from odoo import api, fields, models
from odoo.fields import Domain


class AftersalesAgreement(models.Model):
    """What an account customer took at the parts counter is owed like work, and quoted under his agreement (G4)."""
    _inherit = 'aftersales.agreement'

    counter_sale_ids = fields.One2many('aftersales.counter.sale', 'agreement_id', string="Counter Sales", readonly=True)
    counter_sale_count = fields.Integer(
        string="Number of Counter Sales", compute='_compute_counter_sale_counts', compute_sudo=True)
    waiting_sale_count = fields.Integer(
        string="Waiting Counter Sales", compute='_compute_counter_sale_counts', compute_sudo=True,
        help="Parts that left the house and go onto the next collective invoice.")

    @api.depends('counter_sale_ids.state', 'counter_sale_ids.line_ids.qty_to_invoice')
    def _compute_counter_sale_counts(self):
        Sale = self.env['aftersales.counter.sale']
        own = Domain('agreement_id', 'in', self.ids)
        counts = dict(Sale._read_group(own, ['agreement_id'], ['__count']))
        waiting = dict(Sale._read_group(own & Sale._get_waiting_domain(), ['agreement_id'], ['__count']))
        for agreement in self:
            agreement.counter_sale_count = counts.get(agreement._origin, 0)
            agreement.waiting_sale_count = waiting.get(agreement._origin, 0)

    # === ACTION METHODS ===#

    @api.readonly
    def action_view_counter_sales(self):
        self.ensure_one()
        return {
            **self.env['ir.actions.act_window']._for_xml_id('aftersales.action_counter_sales'),
            'domain': [('agreement_id', '=', self.id)], 'context': {'create': False}}

    # === BUSINESS METHODS ===#

    def _collect(self):
        """Parts go onto the invoice of the work where customer, currency and taxes are the same, else onto one of their own."""
        moves = super()._collect()
        Sale = self.env['aftersales.counter.sale']
        sales = Sale.search(Domain('agreement_id', 'in', self.ids) & Sale._get_waiting_domain(), order='id')
        sales._claim_for_update()  # parts may come back meanwhile
        sales = sales.filtered(lambda sale: any(sale.line_ids.mapped('qty_to_invoice')))
        for (agreement, currency, position), group in sales.grouped(
                lambda sale: (sale.agreement_id, sale.currency_id, sale.fiscal_position_id)).items():
            address = agreement.sudo().partner_id._get_account_address()  # sudo: as it was agreed, whoever collects
            key = (agreement, currency, position, address)
            onto = moves.filtered(lambda move, key=key: move.state == 'draft' and move.move_type == 'out_invoice' and key == (
                move.sudo().aftersales_agreement_id, move.currency_id, move.fiscal_position_id, move.partner_id))
            moves |= group._collect_onto_invoice(onto[:1])
        return moves

    def _get_exposure(self):
        """What he has said yes to, and what he holds; parts that all came back he does not owe."""
        found, Sale = super()._get_exposure(), self.env['aftersales.counter.sale']
        owed = Domain('agreement_id', 'in', self.ids) & Sale._get_account_owed_domain()
        rows = Sale._read_group(owed, ['agreement_id', 'currency_id'], ['amount_total:sum'])
        for agreement, currency, amount in rows:
            found[agreement] += currency._convert(
                amount, agreement.currency_id, agreement.company_id, fields.Date.context_today(self))
        return found

    def _take_open_orders(self):
        """Quotations of parts join the agreement, too."""
        super()._take_open_orders()
        # sudo: all of the customer's quotations join, whoever signs
        sales = self.env['aftersales.counter.sale'].sudo().search([
            ('company_id', 'in', self.company_id.ids), ('state', '=', 'quote'), ('agreement_id', '=', False),
            ('partner_id', 'child_of', self.sudo().partner_id.ids)])
        self.env.add_to_compute(sales._fields['agreement_id'], sales)
