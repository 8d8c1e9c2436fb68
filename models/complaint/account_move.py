from odoo import api, fields, models
from odoo.fields import Domain

READERS = 'aftersales.group_see_complaint,account.group_account_invoice'


class AccountMove(models.Model):
    """Invoices that a customer disputes, and what a complaint costs or brings back."""
    _inherit = 'account.move'

    aftersales_complaint_id = fields.Many2one(
        'aftersales.complaint', string="Cost of Complaint", copy=False, index='btree_not_null', ondelete='set null',
        check_company=True, groups=READERS,
        help="Credit notes and bills with it are costs of the complaint; invoices to others and refunds of suppliers with "
             "it are what was recovered.")
    aftersales_dispute_ids = fields.Many2many(
        'aftersales.complaint', string="Disputed by", compute='_compute_aftersales_dispute_ids',
        search='_search_aftersales_dispute_ids', groups=READERS,
        help="Open complaints about the invoice, or about the repair order it is of.")
    is_aftersales_disputed = fields.Boolean(
        string="Disputed", compute='_compute_aftersales_dispute_ids', search='_search_is_aftersales_disputed', groups=READERS)

    # === COMPUTE AND SEARCH METHODS ===#

    @api.depends('state', 'move_type')
    def _compute_aftersales_dispute_ids(self):
        found = self._find_disputes()
        for move in self:
            disputes = found.get(move._origin.id, self.env['aftersales.complaint'])
            move.aftersales_dispute_ids = disputes
            move.is_aftersales_disputed = bool(disputes)

    def _find_disputes(self):
        """:return: dict of id of an invoice: open complaints, as far as the user may see them; two queries for all"""
        invoices = self._origin.filtered(lambda move: move.move_type == 'out_invoice')
        orders = {move.id: move._get_aftersales_orders().ids for move in invoices.sudo()}  # sudo: which order it is of
        Complaint = self.env['aftersales.complaint']
        complaints = Complaint.search([
            '|', ('invoice_id', 'in', invoices.ids), '&', ('invoice_id', '=', False),
            ('order_id', 'in', [order_id for ids in orders.values() for order_id in ids]),
            ('kind', '=', 'complaint'), *Complaint._get_open_domain()]) if invoices else Complaint
        return {
            invoice.id: complaints.filtered(lambda complaint, invoice=invoice: (
                complaint.invoice_id == invoice or not complaint.invoice_id
                and complaint.order_id.id in orders[invoice.id])) for invoice in invoices}

    @api.model
    def _search_is_aftersales_disputed(self, operator, value):
        if operator != 'in':
            return NotImplemented
        Complaint = self.env['aftersales.complaint']
        complaints = Complaint.search([('kind', '=', 'complaint'), *Complaint._get_open_domain()])
        disputed = self._get_disputed_domain(complaints)
        return disputed if True in value else ~disputed

    @api.model
    def _search_aftersales_dispute_ids(self, operator, value):
        if operator != 'in' or False in value:
            return NotImplemented
        return self._get_disputed_domain(self.env['aftersales.complaint'].browse(value).filtered('is_open'))

    @api.model
    def _get_disputed_domain(self, complaints):
        named = complaints.filtered('invoice_id')
        # sudo: which invoices are of the orders, not what stands on them
        of_orders = (complaints - named).order_id.sudo()._get_invoices()
        return Domain('move_type', '=', 'out_invoice') & Domain('id', 'in', (named.invoice_id | of_orders).ids)
