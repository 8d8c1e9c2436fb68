from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain


class AftersalesDepositPartMixin(models.AbstractModel):
    """A part that is ordered once the customer has paid his deposit, where the house wants it so (G4, H2).

    The line has ``deposit_ids``; how a dialog names it, a deposit does too.
    """
    _name = 'aftersales.deposit.part.mixin'
    _description = "Part That a Deposit May Be Taken For"

    is_deposit_awaited = fields.Boolean(
        string="Waits for the Deposit", compute='_compute_is_deposit_awaited', search='_search_is_deposit_awaited',
        compute_sudo=True, help="It is ordered once the customer's deposit is paid.")

    # === COMPUTE AND SEARCH METHODS ===#

    @api.depends('deposit_ids.is_awaited')
    def _compute_is_deposit_awaited(self):
        for line in self:
            line.is_deposit_awaited = any(line.deposit_ids.mapped('is_awaited'))

    @api.model
    def _search_is_deposit_awaited(self, operator, value):
        if operator != 'in':
            return NotImplemented
        # sudo: that a part waits is told, whoever takes deposits
        awaited = self.env['aftersales.deposit'].sudo().search([
            ('state', 'in', ('draft', 'invoiced')), ('order_reason', '=', False),
            ('company_id.aftersales_deposit_first', '=', True)])
        found = Domain('id', 'in', awaited[f'{self._part_line}s'].ids)
        return found if True in value else ~found

    # === ACTION METHODS ===#

    def action_view_awaited_deposits(self):
        return self.deposit_ids.filtered('is_awaited')._get_records_action(name=self.env._("Deposits"))

    # === BUSINESS METHODS ===#

    def _check_deposits_paid(self):
        """:raises UserError: naming the parts whose deposit is not paid"""
        self._get_part_document()._claim_for_update()
        awaited = self.sudo().filtered('is_deposit_awaited')  # sudo: whoever orders parts need not take deposits
        if awaited:
            raise UserError(self.env._(
                "These parts are ordered once their deposit is paid:\n%(parts)s\nTake them off the selection, or let a "
                "manager use “Order Before Payment” on the deposit.",
                parts="\n".join(self.env._(
                    "- %(part)s for %(order)s: %(deposit)s", part=line.product_id.display_name,
                    order=line._get_part_document().name, deposit=line._get_awaited_deposits()) for line in awaited)))

    def _get_awaited_deposits(self):
        self.ensure_one()
        # sudo: which deposit a part waits for is told, without amounts
        return ", ".join(self.sudo().deposit_ids.filtered('is_awaited').mapped('name'))
