from odoo import api, fields, models
from odoo.exceptions import AccessError
from odoo.fields import Domain

# Others who open an invoice or a bill, buyers and auditors, need not see repair orders.
READERS = 'aftersales.group_user,account.group_account_invoice'


class AccountMove(models.Model):
    _inherit = 'account.move'

    aftersales_order_ids = fields.Many2many(
        'aftersales.order',
        string="Repair Orders",
        compute='_compute_aftersales_order_ids',
        search='_search_aftersales_order_ids',
        groups=READERS,
    )
    aftersales_vehicle_ids = fields.Many2many(
        'fleet.vehicle',
        string="Vehicles",
        compute='_compute_aftersales_order_ids',
        search='_search_aftersales_vehicle_ids',
        groups=READERS,
    )
    aftersales_plates = fields.Char(string="Plates", compute='_compute_aftersales_order_ids', groups=READERS)
    aftersales_order_count = fields.Integer(
        string="Repair Order Count",
        compute='_compute_aftersales_order_count',
        compute_sudo=True,
    )

    # === COMPUTE AND SEARCH METHODS ===#

    @api.depends('invoice_line_ids.aftersales_line_ids', 'invoice_line_ids.aftersales_share_job_id')
    def _compute_aftersales_order_ids(self):
        """Orders and their vehicles, as far as the user may see them."""
        # sudo: which they are is found with the system's rights; those of the user are asked once for all of them
        found = {move: move._get_aftersales_orders() for move in self.sudo()}
        orders = self.env['aftersales.order'].union(*found.values()).with_env(self.env)._filtered_access('read')
        vehicles = orders.vehicle_id._filtered_access('read')
        for move in self:
            own = found[move.sudo()].with_env(self.env) & orders
            move.aftersales_order_ids = own
            move.aftersales_vehicle_ids = own.with_prefetch(orders.ids).vehicle_id & vehicles
            plates = own.with_prefetch(orders.ids).mapped('license_plate')
            move.aftersales_plates = ", ".join(dict.fromkeys(filter(None, plates)))

    @api.depends('invoice_line_ids.aftersales_line_ids', 'invoice_line_ids.aftersales_share_job_id')
    def _compute_aftersales_order_count(self):
        for move in self:
            move.aftersales_order_count = len(move._get_aftersales_orders())

    @api.depends_context('uid')
    def _compute_payment_count(self):
        """Core's form counts payments for everybody, and was closed to who reads bills but no payments, as buyers do."""
        if self.env['account.payment'].has_access('read'):
            return super()._compute_payment_count()
        self.payment_count = 0
        return None

    def _search_aftersales_order_ids(self, operator, value):
        return self._get_aftersales_domain('order_id', operator, value)

    def _search_aftersales_vehicle_ids(self, operator, value):
        return self._get_aftersales_domain('order_id.vehicle_id', operator, value)

    def _get_aftersales_domain(self, path, operator, value):
        """Moves whose order lines or shared jobs match; also a text, as the search box sends it."""
        if operator in Domain.NEGATIVE_OPERATORS:
            return NotImplemented
        if operator == 'in' and False in value:
            linked = Domain('line_ids.aftersales_line_ids', '!=', False) | Domain(
                'line_ids.aftersales_share_job_id', '!=', False)
            rest = [item for item in value if item]
            return (~linked | self._get_aftersales_domain(path, 'in', rest)) if rest else ~linked
        return Domain(f'line_ids.aftersales_line_ids.{path}', operator, value) | Domain(
            f'line_ids.aftersales_share_job_id.{path}', operator, value)

    # === ACTION METHODS ===#

    def action_view_aftersales_orders(self):
        """Open the repair orders of the invoices."""
        orders = self.aftersales_order_ids
        action = {
            'type': 'ir.actions.act_window',
            'name': self.env._("Repair Orders"),
            'res_model': 'aftersales.order',
        }
        if len(orders) == 1:
            return {**action, 'view_mode': 'form', 'res_id': orders.id}
        return {**action, 'view_mode': 'list,form', 'domain': [('id', 'in', orders.ids)]}

    # === BUSINESS METHODS ===#

    def _reverse_moves(self, default_values_list=None, cancel=False):
        """The credit note of an order's invoice speaks of the same work: what ties it to the order is the system's."""
        if self.env.su or not self._has_aftersales_links():
            return super()._reverse_moves(default_values_list, cancel=cancel)
        self._check_may_reverse()
        # sudo: the links alone need it, and they are copied with their lines
        reverse_moves = super(AccountMove, self.sudo())._reverse_moves(default_values_list, cancel=cancel)
        for move in reverse_moves:  # for the customer's page, which only reads
            move._portal_ensure_token()
        return reverse_moves.sudo(False)

    def _check_may_reverse(self):
        """What the reversal, made as the system, no longer asks: whether the user keeps the books."""
        self.check_access('write')
        self.browse().check_access('create')
        if not self.env.user.has_group('account.group_account_invoice'):
            raise AccessError(self.env._("Only people who keep the books can reverse an invoice."))

    def _is_owed_by_house(self):
        """Vouchers above the work: an invoice below zero cannot be posted, the house owes the rest.

        Less than its lines can be apart by rounding, as beside a share of all of a job, is nothing owed.
        """
        self.ensure_one()
        noise = self.currency_id.rounding * len(self.invoice_line_ids)
        return self.currency_id.compare_amounts(self.amount_total, -noise) < 0

    def _gives_work_back(self):
        """Whether the quantities of the document count against those of the work: of credit notes, and of entries of
        costs that were reversed."""
        self.ensure_one()
        return self.move_type == 'out_refund' or (self.move_type == 'entry' and bool(self.reversed_entry_id))

    def _has_aftersales_links(self):
        lines = self.sudo().line_ids
        return bool(lines.aftersales_line_ids or lines.aftersales_share_job_id)

    def _get_aftersales_orders(self):
        lines = self.invoice_line_ids
        return lines.aftersales_line_ids.order_id | lines.aftersales_share_job_id.order_id

    def _get_aftersales_names(self):
        """The moves by name, for a sentence to somebody who may not see them."""
        return ", ".join(self.sudo().mapped('display_name'))

    def _get_aftersales_invoices_action(self):
        """Show the invoices: one in its form, several as a list."""
        action = self.env['ir.actions.act_window']._for_xml_id('account.action_move_out_invoice_type')
        action['context'] = {'default_move_type': 'out_invoice'}
        if len(self) == 1:
            form = self.env.ref('account.view_move_form', raise_if_not_found=False)
            return {**action, 'views': [(form.id if form else False, 'form')], 'res_id': self.id}
        action = self.env['ir.actions.act_window']._for_xml_id('aftersales.action_order_invoices')
        return {**action, 'domain': [('id', 'in', self.ids)]}

    def _has_to_be_paid(self):
        """Nobody is led to a payment that no provider takes: then the invoice of a visit is paid at the counter."""
        # sudo: whether a provider is set up is told by the page it opens
        return super()._has_to_be_paid() and (not self.sudo().aftersales_order_ids or self.sudo()._can_be_paid_online())

    def _can_be_paid_online(self):
        """Whether the page to pay would offer a way: what is published takes this amount, in this currency, by a method."""
        providers = self.env['payment.provider']._get_compatible_providers(
            self.company_id.id, self.partner_id.id, self.amount_residual, currency_id=self.currency_id.id,
        ).filtered('is_published')  # the house would be offered others, too
        return bool(providers and self.env['payment.method']._get_compatible_payment_methods(
            providers.ids, self.partner_id.id, currency_id=self.currency_id.id))
