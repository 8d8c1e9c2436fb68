from odoo import api, fields, models
from odoo.exceptions import UserError

# What a benefit gives is the program's: nobody types another price.
KEPT_FIELDS = frozenset({
    'product_id', 'product_uom_id', 'price_unit', 'technical_price_unit', 'discount', 'tax_ids', 'is_included', 'part_origin',
    'line_type', 'quantity', 'name', 'operation_id'})
# What moves what a benefit gives.
MOVING_FIELDS = KEPT_FIELDS - {'name'}


class AftersalesOrderLine(models.Model):
    """What a coupon, points or a member's level takes off an order."""
    _inherit = 'aftersales.order.line'

    benefit_id = fields.Many2one(
        'aftersales.benefit', readonly=True, copy=False, index='btree_not_null', ondelete='restrict')

    # === CRUD METHODS ===#

    @api.model_create_multi
    def create(self, vals_list):
        lines = super().create(vals_list)
        lines._follow_benefits()
        return lines

    def write(self, vals):
        if KEPT_FIELDS & vals.keys() and not self.env.su:
            for line in self.filtered('benefit_id'):
                raise UserError(self.env._(
                    "“%(line)s” of %(order)s follows from its program. Take it off the order instead of changing it.",
                    line=line.name, order=line.order_id.name))
        result = super().write(vals)
        if MOVING_FIELDS & vals.keys():
            self._follow_benefits()
        return result

    def unlink(self):
        """A benefit whose lines a person deletes goes back; with their job it counts anew what is left."""
        orders = self.order_id.filtered('has_benefits')
        if not orders or self.env.su:
            return super().unlink()
        # sudo: benefits are the system's
        benefits = self.sudo().benefit_id if all(line.benefit_id for line in self) else self.sudo().benefit_id.browse()
        rest = benefits.line_ids - self.sudo()
        result = super().unlink()
        rest._check_not_invoiced()
        rest.unlink()
        benefits._give_back()
        orders.exists()._follow_benefits()
        return result

    @api.ondelete(at_uninstall=False)
    def _unlink_if_unlocked(self):
        """A benefit that was given back may leave an order that is delivered."""
        free = self.filtered(lambda line: self.env.su and line.benefit_id.state == 'returned')
        super(AftersalesOrderLine, self - free)._unlink_if_unlocked()

    def copy_data(self, default=None):
        """Another order has no coupon because this one has."""
        return [
            {} if line.benefit_id else vals
            for line, vals in zip(self, super().copy_data(default), strict=True)]

    # === BUSINESS METHODS ===#

    def _get_benefit_holder(self):
        """Together with which lines a benefit takes something off it: those of its job."""
        return self.job_id._origin

    def _get_benefit_kind(self):
        return self.line_type

    def _get_benefit_unit(self, taxes):
        """:return: what a price of 1 comes to with ``taxes``"""
        return self._get_raw_total(1.0, taxes, 1.0)

    def _leave_document(self):
        """They take nothing off any more."""
        self.unlink()

    def _follow_benefits(self):
        self.filtered(lambda line: line.order_id.has_benefits and not line.benefit_id).order_id._follow_benefits()

    def _get_income_account(self, journal):
        """What a coupon takes off is booked where its bearer's account is, if he has one."""
        benefit = self.sudo().benefit_id  # sudo: whoever invoices uses no coupons
        account = benefit.bearer_account_id
        if account:
            account = self.job_id.fiscal_position_id.map_account(account)
        return account or super()._get_income_account(journal)

    def _get_given_rate(self):
        """It is given by the program, whatever the user himself may give."""
        return 0.0 if self.benefit_id else super()._get_given_rate()

    def _is_covered_by(self, shown):
        """What a benefit gives may grow less with the work: whether the customer pays more is asked of the whole job."""
        if self.benefit_id:
            return self.product_id == shown.product_id and (self.name or '').strip() == (shown.name or '').strip()
        return super()._is_covered_by(shown)

    def _get_print_name(self):
        """Work that a campaign gives says so wherever the customer reads it."""
        name, offer = super()._get_print_name(), self.job_id.offer_id
        return self.env._("%(work)s – free: %(offer)s", work=name, offer=offer.name) if offer else name

    def _get_issue_key(self):
        """What a campaign gives is booked as its cost."""
        order, picking_type, destination = super()._get_issue_key()
        # sudo: where it is booked is the manager's, whoever issues
        return order, picking_type, self.job_id.sudo().offer_id.cost_location_id.with_env(self.env) or destination

    def _prepare_moved_vals(self):
        if self.benefit_id:
            raise UserError(self.env._("“%(line)s” stands where its work is. It cannot be moved.", line=self.name))
        return super()._prepare_moved_vals()
