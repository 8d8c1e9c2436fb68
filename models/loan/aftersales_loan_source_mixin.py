from odoo import api, fields, models
from odoo.fields import Domain


class AftersalesLoanSourceMixin(models.AbstractModel):
    """A document whose customer may be lent a car."""
    _name = 'aftersales.loan.source.mixin'
    _description = "Reason for a Loaner"

    # The many2one of the loan to the document, and the reason that a loan for it begins with.
    _loan_field = None
    _loan_reason = 'service'

    loan_count = fields.Integer(string="Loaners", compute='_compute_loan_count', groups='aftersales.group_see_loan')

    @api.depends_context('uid')
    def _compute_loan_count(self):
        counts = dict(self.env['aftersales.loan']._read_group(
            self._get_loan_domain(), [self._loan_field], ['__count'])) if self.ids else {}
        for document in self:
            document.loan_count = counts.get(document._origin, 0)

    def _get_loan_domain(self):
        return [(self._loan_field, 'in', self.ids), ('state', '!=', 'cancelled')]

    def action_book_loan(self):
        """The loans of the document; a new one is filled with what is known."""
        self.ensure_one()
        action = self.env['ir.actions.act_window']._for_xml_id('aftersales.action_loans')
        loans = self.env['aftersales.loan'].search(self._get_loan_domain())
        action.update(
            domain=[(self._loan_field, '=', self.id)],
            context={f'default_{name}': value for name, value in self._prepare_loan_vals().items() if value})
        if len(loans) <= 1:
            action.update(views=[(False, 'form')], view_mode='form', res_id=loans.id)
        return action

    def _get_promised_domain(self):
        """Hook: the loans that a document of these is the reason for."""
        return Domain(self._loan_field, 'in', self.ids)

    def _release_loans(self):
        """Who does not come needs no car: what is promised for it, and for nothing else that goes on, is free again."""
        # sudo: whoever calls the visit off need not see loans
        loans = self.env['aftersales.loan'].sudo().search(self._get_promised_domain() & Domain('state', '=', 'reserved'))
        for loan in loans:
            sources = loan._get_sources()
            if all(source._is_called_off() for source in sources):
                loan.write({'state': 'cancelled', 'cancel_reason': self.env._(
                    "Called off: %(documents)s", documents=", ".join(source.display_name for source in sources))})

    def _is_called_off(self):
        """Hook: whether nobody comes with it any more."""
        self.ensure_one()
        return self.state == 'cancelled'

    def _prepare_loan_vals(self):
        """Hook: what a loan for the document begins with."""
        self.ensure_one()
        return {self._loan_field: self.id, 'reason': self._loan_reason}
