from odoo import fields, models
from odoo.exceptions import AccessError, UserError
from odoo.fields import Domain

BILL = 'account.group_account_invoice'


class AftersalesRescue(models.Model):
    """The partner's bill against his tariff: its lines, the difference, and what may not be changed any more (J7)."""
    _inherit = 'aftersales.rescue'

    bill_difference = fields.Monetary(
        string="Billed above Tariff", compute='_compute_bill', compute_sudo=True,
        groups='aftersales.group_price,base.group_portal', help="Below the tariff: a negative amount.")
    bill_state = fields.Selection(
        [('none', "No bill yet"), ('draft', "Entered, not posted"), ('posted', "Posted")], string="Bill",
        compute='_compute_bill', compute_sudo=True, search='_search_bill_state')

    def _compute_bill(self):
        super()._compute_bill()
        for rescue in self:
            moves = rescue._get_partner_bills()
            rescue.bill_difference = rescue.billed_price - rescue.tariff_price if moves else 0.0
            states = set(moves.mapped('state'))
            rescue.bill_state = 'none' if not moves else 'posted' if states == {'posted'} else 'draft'

    def _search_bill_state(self, operator, value):
        if operator != 'in':
            return NotImplemented
        # sudo: whether there is a bill is told to whoever sees the case
        Line = self.env['account.move.line'].sudo()
        billed, draft = (
            Domain('id', 'in', self.sudo()._search(Domain('purchase_id.order_line.invoice_lines', 'in', Line._search(
                Domain('parent_state', 'in', states)))))
            for states in (('draft', 'posted'), ('draft',)))
        domains = {'none': ~billed, 'draft': draft, 'posted': billed & ~draft}
        return Domain.OR(domain for state, domain in domains.items() if state in value)

    def _get_partner_bills(self):
        self.ensure_one()
        return self.purchase_id.order_line.invoice_lines.move_id.filtered(lambda move: move.state != 'cancel')

    # === CRUD METHODS ===#

    def write(self, vals):
        vals = self._read_inputs(vals)
        if not self.env.su and 'partner_km' in vals:
            for rescue in self:
                km = vals['partner_km'] or 0
                # sudo: whether he was billed is asked of the books
                if km > rescue.partner_km and rescue.sudo()._get_partner_bills():
                    raise UserError(self.env._(
                        "%(rescue)s: the partner's bill is here; his kilometres are not raised after it. If he drove further, "
                        "have him correct his bill.", rescue=rescue.display_name))
        result = super().write(vals)
        if 'partner_km' in vals:
            self._price_partner_order()
        return result

    def _price_partner_order(self):
        """What is ordered and neither confirmed nor billed costs what the tariff says of today's kilometres."""
        for rescue in self.sudo():  # sudo: the order at the tariff is the system's
            row = rescue._get_tariff()
            if row and rescue.purchase_id.state in ('draft', 'sent') and not rescue._get_partner_bills():
                rescue.purchase_id.order_line[:1].price_unit = row._get_price(rescue.partner_km)

    # === ACTION METHODS ===#

    def action_bill_partner(self):
        """Enter the partner's bill: it is held against what was ordered at his tariff."""
        self.ensure_one()
        self.check_access('read')
        if not self.env.user.has_group(BILL):
            raise AccessError(self.env._("Bills are entered by accounting."))
        self._claim_for_update()
        purchase = self.purchase_id.with_company(self.company_id)
        if not purchase:
            raise UserError(self.env._(
                "%(rescue)s: nothing was ordered from the partner yet. Order it at the tariff first.",
                rescue=self.display_name))
        if not self.sudo()._get_partner_bills():
            # sudo: the order is the dispatcher's; whoever enters bills says that it was done
            if purchase.sudo().state in ('draft', 'sent'):
                purchase.sudo().button_confirm()
            for line in purchase.sudo().order_line:
                line.qty_received = line.qty_received or line.product_qty
            purchase.sudo().action_create_invoice()
        return self._get_form_action(self.sudo()._get_partner_bills().with_env(self.env))
