from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain

READERS = 'aftersales.group_see_complaint,account.group_account_invoice'
# What solutions of complaints are booked as.
GIVEN_TYPES = ('out_refund', 'in_invoice')


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

    # === WHAT IS GIVEN ===#

    def _post(self, soft=True):
        given = self.filtered(lambda move: move.move_type in GIVEN_TYPES)
        if given:
            given._check_complaint_amounts()
            given._check_complaint_credits()
        return super()._post(soft=soft)

    def button_cancel(self):
        """What a case does not give any more, its order gives again for what came back."""
        result = super().button_cancel()
        self._get_complaint_solutions().complaint_id._get_returned_lines()._count_invoice_status_anew()
        return result

    def _get_complaint_solutions(self):
        # sudo: what was decided is asked by whoever keeps the books
        return self.env['aftersales.complaint.solution'].sudo().search([('move_id', 'in', self.ids)])

    def _check_complaint_amounts(self):
        """What is given is what was decided: no draft that was raised, and none beside the one that replaced it.

        :raises UserError: naming the complaint
        """
        by_move = {solution.move_id: solution for solution in self._get_complaint_solutions()}
        for move in self.sudo():
            solution = by_move.get(move)
            complaint = solution.complaint_id if solution else move.aftersales_complaint_id
            if not solution and (not complaint or move.invoice_origin != complaint.name):
                continue  # entered by hand, and no solution's
            is_given_up = complaint.state == 'refused' and not move.posted_before
            if not solution or is_given_up or not complaint._was_decided():
                raise UserError(self.env._(
                    "%(complaint)s: another document took the place of %(document)s, or its decision was taken back or "
                    "refused. Leave it cancelled.", complaint=complaint.display_name, document=move.display_name))
            currency = complaint.currency_id
            if currency.compare_amounts(move._get_least_worth(currency), solution.amount) > 0:
                raise UserError(self.env._(
                    "%(complaint)s: %(decided)s was decided for “%(solution)s”, and %(document)s is over %(total)s. What goes "
                    "beyond is decided again.", complaint=complaint.display_name, decided=currency.format(solution.amount),
                    solution=solution._get_kind_label(), document=move.display_name,
                    total=move.currency_id.format(move.amount_total)))

    def _get_least_worth(self, currency):
        """The total in ``currency`` by the day the document was made; what conversion rounds is not counted."""
        self.ensure_one()
        if self.currency_id == currency:
            return self.amount_total
        day = fields.Date.context_today(self, self.create_date)
        return self.currency_id._convert(
            max(self.amount_total - self.currency_id.rounding, 0), currency, self.company_id, day) - currency.rounding

    def _check_complaint_credits(self):
        """An invoice of which a complaint gave something back is not credited beyond its total, whoever credits the rest.

        :raises UserError: naming the invoice
        """
        # sudo: credit notes that the user may not see count as well
        refunds = self.sudo().filtered(lambda move: move.move_type == 'out_refund')
        for invoice in refunds.reversed_entry_id.filtered(lambda move: move.move_type == 'out_invoice'):
            notes = invoice.reversal_move_ids.filtered(lambda move: (
                move.move_type == 'out_refund' and (move.state == 'posted' or move in refunds)))
            if not notes.aftersales_complaint_id:
                continue
            total = sum(note._get_least_worth(invoice.currency_id) for note in notes)
            if invoice.currency_id.compare_amounts(total, invoice.amount_total) > 0:
                raise UserError(self.env._(
                    "%(invoice)s is over %(total)s; with %(documents)s it would be credited with %(given)s. A complaint gave "
                    "part of it back already: credit the rest only.", invoice=invoice.display_name,
                    total=invoice.currency_id.format(invoice.amount_total), given=invoice.currency_id.format(total),
                    documents=", ".join((notes & refunds).mapped('display_name'))))
