from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.fields import Command, Domain


class AftersalesCounterSale(models.Model):
    """What left the house is invoiced, and what came back credited, by whoever keeps the books (H9)."""
    _inherit = 'aftersales.counter.sale'

    invoice_ids = fields.Many2many('account.move', string="Invoices", compute='_compute_invoice_ids', compute_sudo=True)
    invoice_count = fields.Integer(string="Invoices and Credit Notes", compute='_compute_invoice_ids', compute_sudo=True)
    is_to_credit = fields.Boolean(
        string="To Credit", compute='_compute_is_to_credit', search='_search_is_to_credit',
        help="Parts came back that are invoiced.")

    is_out = fields.Boolean(string="Parts Are Out", compute='_compute_is_out', help="Parts of it are with the customer.")

    # === COMPUTE AND SEARCH METHODS ===#

    @api.depends('line_ids.qty_delivered')
    def _compute_is_out(self):
        for sale in self:
            sale.is_out = any(sale.line_ids.mapped('qty_delivered'))

    @api.depends('line_ids.invoice_line_ids.move_id')
    def _compute_invoice_ids(self):
        for sale in self:
            sale.invoice_ids = sale.line_ids.invoice_line_ids.move_id
            sale.invoice_count = len(sale.invoice_ids)

    @api.depends('line_ids.qty_to_credit')
    def _compute_is_to_credit(self):
        for sale in self:
            sale.is_to_credit = any(sale.line_ids.mapped('qty_to_credit'))

    @api.model
    def _search_is_to_credit(self, operator, value):
        if operator != 'in':
            return NotImplemented
        found = Domain('line_ids', 'any', [('qty_to_credit', '>', 0)])
        return found if True in value else ~found

    # === ACTION METHODS ===#

    def action_invoice(self):
        """A draft for the customer of each sale."""
        self._check_keeps_books()
        moves = self.env['account.move']
        for sale in self:
            moves |= sale._create_invoice()
        return moves._get_records_action(name=self.env._("Invoices"))

    def action_credit(self):
        """A draft credit note for what came back of each sale."""
        self._check_keeps_books()
        moves = self.env['account.move']
        for sale in self:
            moves |= sale._create_credit_note()
        return moves._get_records_action(name=self.env._("Credit Notes"))

    @api.readonly
    def action_view_invoices(self):
        self.ensure_one()
        return self.invoice_ids.with_env(self.env)._get_records_action(name=self.env._("Invoices"))

    def _check_keeps_books(self):
        if not self.env.user.has_group('account.group_account_invoice'):
            raise AccessError(self.env._("Only people who keep the books make invoices."))
        self.check_access('read')
        self.env['account.move'].check_access('create')

    # === BUSINESS METHODS ===#

    def _get_invoice_lines(self):
        """Lines of invoices that count: drafts do, cancelled ones don't, and what was credited wholly neither."""
        self.ensure_one()
        return self.line_ids.filtered(lambda line: line.qty_invoiced > 0).invoice_line_ids.filtered(
            lambda line: line.parent_state != 'cancel' and line.move_id.move_type == 'out_invoice')

    def _create_invoice(self):
        self.ensure_one()
        self._claim_for_update()  # two who invoice at once make one
        self._check_to_invoice()
        sale = self.sudo()  # sudo: who keeps the books need not write sales, nor may people lay the links
        move = self.env['account.move'].sudo().with_company(sale.company_id).create({
            **sale._prepare_move_vals('out_invoice'), 'invoice_line_ids': [
                Command.create(line._prepare_invoice_line_vals(line.qty_to_invoice))
                for line in sale.line_ids.filtered('qty_to_invoice')]})
        sale._finish_invoice(move)
        return move.with_env(self.env)

    def _check_to_invoice(self):
        for sale in self.sudo():  # sudo: as above
            if sale.state not in ('handed', 'shipped') or not any(sale.line_ids.mapped('qty_to_invoice')):
                raise UserError(self.env._(
                    "%(sale)s is %(state)s: there is nothing to invoice. Only what left the house is invoiced, and only once.",
                    sale=sale.display_name, state=sale._get_state_label()))

    def _finish_invoice(self, move):
        """Hook: these sales stand on a draft now, SUDOED; rooms add what goes with their parts."""
        self._transition('invoiced')

    def _create_credit_note(self):
        self.ensure_one()
        self._claim_for_update()
        sale = self.sudo()  # sudo: as above
        lines = sale.line_ids.filtered('qty_to_credit')
        if not lines:
            raise UserError(self.env._("%(sale)s: no more is invoiced than was handed over.", sale=self.display_name))
        invoices = sale.invoice_ids.filtered(lambda move: move.move_type == 'out_invoice')
        drafts = invoices.filtered(lambda move: move.state == 'draft')
        if drafts:
            raise UserError(self.env._(
                "%(sale)s: %(invoices)s is a draft. Cancel it and invoice anew: nobody has got it yet.",
                sale=self.display_name, invoices=", ".join(drafts.mapped('display_name'))))
        posted = invoices.filtered(lambda move: move.state == 'posted').sorted('id')[-1:]
        pieces = sale._get_credit_pieces()
        move = self.env['account.move'].sudo().with_company(sale.company_id).create({
            **sale._prepare_move_vals('out_refund'), 'reversed_entry_id': posted.id,
            'invoice_line_ids': [Command.create({
                **line._prepare_invoice_line_vals(line.qty_to_credit), 'extra_tax_data': pieces[line]}) for line in lines]})
        return move.with_env(self.env)

    def _get_credit_pieces(self):
        """The piece of the invoice's rounded amounts that each line gives back: the pieces add up to the invoice.

        :return: dict of line: ``extra_tax_data`` of the line of its credit note
        """
        self.ensure_one()
        AccountTax = self.env['account.tax']
        lines = self.line_ids.filtered(lambda line: line._get_billed_quantity())
        base_lines = [line._prepare_base_line_for_taxes_computation(quantity=line._get_billed_quantity()) for line in lines]
        AccountTax._add_tax_details_in_base_lines(base_lines, self.company_id)
        AccountTax._round_base_lines_tax_details(base_lines, self.company_id)
        return {
            line: line._cut_credit_piece(base_line)
            for line, base_line in zip(lines, base_lines, strict=True) if line.qty_to_credit}

    def _prepare_move_vals(self, move_type):
        self.ensure_one()
        return {
            'move_type': move_type, 'company_id': self.company_id.id, 'currency_id': self.currency_id.id,
            'partner_id': self.partner_id.address_get(['invoice'])['invoice'],
            'partner_shipping_id': (self.shipping_id or self.partner_id).id,
            'fiscal_position_id': self.fiscal_position_id.id, 'invoice_origin': self.name, 'ref': self.name,
            'invoice_user_id': self.user_id.id,
        }

    def _open_again(self):
        """An invoice is no more: what left the house is to be invoiced again."""
        for sale in self.filtered(lambda sale: sale.state == 'invoiced' and not sale._get_invoice_lines()):
            if any(sale.line_ids.mapped('qty_to_invoice')):
                sale._transition('shipped' if sale.delivery_kind == 'parcel' else 'handed')
