from odoo import api, fields, models
from odoo.fields import Command


class AftersalesBalanceMixin(models.AbstractModel):
    """What of a kind was open at the end of a day, document by document, beside what the books say of it.

    A dialog has ``line_ids``, says by ``_prepare_lines`` what they are, and by ``_get_own_lines`` which posted lines of the
    books are of its kind.
    """
    _name = 'aftersales.balance.mixin'
    _inherit = ['aftersales.dialog.mixin']
    _description = "Open on a Day"

    date = fields.Date(string="At the End Of", required=True, default=lambda self: self._default_date())
    company_id = fields.Many2one(
        'res.company', required=True, default=lambda self: self.env.company,
        domain="[('id', 'in', allowed_company_ids)]")
    currency_id = fields.Many2one(related='company_id.currency_id')
    amount_balance = fields.Monetary(string="In the Books", compute='_compute_amounts')
    amount_difference = fields.Monetary(string="Difference", compute='_compute_amounts')

    @api.model
    def _default_date(self):
        """The house's day: invoices are dated by it, wherever who asks is sitting."""
        return self.env.company._get_today()

    # === COMPUTE METHODS ===#

    @api.depends('date', 'company_id')
    def _compute_line_ids(self):
        for balance in self:
            balance.line_ids = [Command.clear()] + [Command.create(vals) for vals in balance._prepare_lines()]

    def _compute_amounts(self):
        raise NotImplementedError

    # === ACTION METHODS ===#

    def action_view_lines(self):
        """The same as a list, to be grouped and exported."""
        self.ensure_one()
        return {
            'type': 'ir.actions.act_window', 'name': self.display_name, 'res_model': self.line_ids._name,
            'view_mode': 'list', 'views': [(False, 'list')], 'domain': [(self._fields['line_ids'].inverse_name, '=', self.id)]}

    # === BUSINESS METHODS ===#

    def _get_company(self):
        """Only what the user works with now is told, whatever company was asked for."""
        self.ensure_one()
        return self.company_id & self.env.companies

    def _get_own_lines(self):
        """:return: Domain of posted lines of the books up to the day, on the accounts where what is open stands"""
        raise NotImplementedError

    def _get_balance(self, lines):
        """What stands in the books, as what the house owes.

        :param Domain lines: of ``account.move.line``
        """
        # sudo: whoever reads the books is told what they say of it
        [[balance]] = self.env['account.move.line'].sudo()._read_group(lines, [], ['balance:sum'])
        return -(balance or 0)

    def _prepare_lines(self):
        """:return: vals of a line for each document that was open"""
        raise NotImplementedError
