from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.fields import Command

SOLD_FIELDS = frozenset({'scrap_buyer_id', 'scrap_proceeds'})


class AftersalesScrapSaleMixin(models.AbstractModel):
    """What was scrapped and a scrap dealer pays for: income, by a customer invoice of Odoo's own (H5, H6).

    Its income account is that of the product “Scrap Proceeds”, or of its category, in each company's books.
    """
    _name = 'aftersales.scrap.sale.mixin'
    _description = "Scrap That Is Sold"

    # Of whoever inherits it: each document has its own.
    company_id = fields.Many2one('res.company')
    currency_id = fields.Many2one('res.currency')
    scrap_buyer_id = fields.Many2one(
        'res.partner', string="Scrap Dealer", copy=False, index='btree_not_null', ondelete='restrict', check_company=True,
        help="Who has taken the scrap, and pays for it.")
    scrap_proceeds = fields.Monetary(
        string="Scrap Proceeds", bounds=(0, 1e12), copy=False, groups='aftersales.group_price',
        help="What the scrap dealer pays, all of it together.")
    scrap_invoice_id = fields.Many2one(
        'account.move', string="Scrap Invoice", readonly=True, copy=False, index='btree_not_null', ondelete='set null',
        groups='account.group_account_invoice,account.group_account_readonly')
    is_scrap_billed = fields.Boolean(
        string="Scrap Invoiced", compute='_compute_is_scrap_billed', compute_sudo=True,
        help="Its invoice holds: it is neither cancelled nor credited as a whole.")

    @api.depends('scrap_invoice_id.state', 'scrap_invoice_id.payment_state')
    def _compute_is_scrap_billed(self):
        for document in self:
            invoice = document.scrap_invoice_id
            document.is_scrap_billed = bool(invoice) and invoice.state != 'cancel' and invoice.payment_state != 'reversed'

    def write(self, vals):
        if SOLD_FIELDS & vals.keys() and not self.env.su:
            for document in self.sudo().filtered('is_scrap_billed'):  # sudo: invoices are read
                raise UserError(self.env._(
                    "%(document)s is invoiced to %(dealer)s with %(invoice)s. Cancel the draft, or credit it, first.",
                    document=document.display_name, dealer=document.scrap_buyer_id.display_name,
                    invoice=document.scrap_invoice_id.display_name))
        return super().write(vals)

    def action_bill_scrap(self):
        """The accountant books what dealers pay: one draft invoice a dealer and company."""
        self.check_access('read')
        if not self.env.user.has_group('account.group_account_invoice'):
            raise AccessError(self.env._("What scrap dealers pay is invoiced by the accountant."))
        documents = self.sudo()  # sudo: the accountant need not be allowed to keep the store
        documents._claim_for_update()
        documents._check_scrap_sold()
        Move = self.env['account.move']
        invoices = Move
        for (dealer, company), own in documents.grouped(
                lambda document: (document.scrap_buyer_id, document.company_id)).items():
            invoice = Move.with_company(company).create(own._prepare_scrap_invoice_vals(dealer, company))
            own.scrap_invoice_id = invoice
            invoices |= invoice
        return invoices._get_records_action(name=self.env._("Invoices of Scrap"))

    def _check_scrap_sold(self):
        for document in self:
            if not document._is_scrapped():
                raise UserError(self.env._(
                    "%(document)s is not scrapped: nothing of it is sold as scrap.", document=document.display_name))
            if not document.scrap_buyer_id or document.currency_id.is_zero(document.scrap_proceeds):
                raise UserError(self.env._(
                    "%(document)s: enter the scrap dealer and what he pays first.", document=document.display_name))
            if document.is_scrap_billed:
                raise UserError(self.env._(
                    "%(document)s is invoiced already: see %(invoice)s.", document=document.display_name,
                    invoice=document.scrap_invoice_id.display_name))

    def _is_scrapped(self):
        """Hook: whether the document's parts are scrap."""
        self.ensure_one()
        return False

    @api.model
    def _get_scrap_product(self):
        return self.env.ref('aftersales.product_scrap_proceeds')

    def _prepare_scrap_invoice_vals(self, dealer, company):
        position = self.env['account.fiscal.position'].with_company(company)._get_fiscal_position(dealer)
        taxes = self._get_scrap_product().taxes_id._filter_taxes_by_company(company) or (
            company.account_sale_tax_id or company.root_id.account_sale_tax_id)
        taxes = position.map_tax(taxes)
        return {
            'move_type': 'out_invoice', 'partner_id': dealer.id, 'currency_id': company.currency_id.id,
            'fiscal_position_id': position.id,
            'invoice_origin': ', '.join(self.mapped('name'))[:250],
            'invoice_line_ids': [Command.create(document._prepare_scrap_line_vals(taxes)) for document in self]}

    def _prepare_scrap_line_vals(self, taxes):
        """The dealer pays what was agreed, to the cent, whatever kind the taxes are: of 100.00 with 13 % no price without
        tax makes 100.00 by itself, so that the line keeps its amounts until somebody changes it."""
        self.ensure_one()
        Tax, currency = self.env['account.tax'], self.company_id.currency_id
        base_line = Tax._prepare_base_line_for_taxes_computation(
            {}, tax_ids=taxes, price_unit=self.scrap_proceeds, quantity=1.0, special_mode='total_included',
            currency_id=currency, product_id=self._get_scrap_product())
        Tax._add_tax_details_in_base_line(base_line, self.company_id)
        Tax._round_base_lines_tax_details([base_line], self.company_id)
        details = base_line['tax_details']
        price = currency.round(details['raw_total_excluded_currency'] + sum(
            data['raw_tax_amount_currency'] for data in details['taxes_data'] if data['tax'].price_include))
        vals = {
            'product_id': self._get_scrap_product().id, 'name': self._get_scrap_text(), 'quantity': 1.0, 'price_unit': price,
            'tax_ids': [Command.set(taxes.ids)]}
        if details['taxes_data']:
            left = self.scrap_proceeds - sum(data['tax_amount_currency'] for data in details['taxes_data'])
            for suffix in ('_currency', ''):
                details[f'delta_total_excluded{suffix}'] = currency.round(left - details[f'total_excluded{suffix}'])
            vals['extra_tax_data'] = {**Tax._aftersales_freeze_base_line(base_line, self.company_id), 'price_unit': price}
        return vals

    def _get_scrap_text(self):
        """Hook: what the invoice says of it."""
        self.ensure_one()
        return self.env._("Scrap, %(document)s", document=self.display_name)
