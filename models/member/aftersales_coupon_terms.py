from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.tools import ormcache

BEARERS = [
    ('house', "The House"), ('campaign', "A Campaign"), ('complaint', "A Complaint"), ('maker', "The Maker")]


class AftersalesCouponTerms(models.Model):
    """What Odoo's app for coupons does not ask of a program (contracts §6): for which cars it is, whether it goes with others,
    and who bears what it takes off."""
    _name = 'aftersales.coupon.terms'
    _description = "Terms of a Coupon Program"
    _inherit = ['aftersales.coupon.program.mixin', 'aftersales.setup.mixin', 'aftersales.log.mixin']
    _order = 'id desc'
    _check_company_auto = True

    coupon_program = fields.Selection(required=True)
    company_id = fields.Many2one('res.company', required=True, index=True, default=lambda self: self.env.company)
    bearer = fields.Selection(
        BEARERS, string="Borne By", required=True, default='house', tracking=True,
        help="Coupons keep who bore them on the day they were used.")
    bearer_account_id = fields.Many2one(
        'account.account', string="Account of the Discount", check_company=True, index='btree_not_null', ondelete='restrict',
        tracking=True, help="Where invoices book what is taken off. Empty: where the discount's product is booked.")
    # One that is archived is still one of those it is for: else it would be for all.
    brand_ids = fields.Many2many('fleet.vehicle.model.brand', string="Only for Makes", context={'active_test': False})
    model_ids = fields.Many2many('fleet.vehicle.model', string="Only for Models", context={'active_test': False})
    stands_alone = fields.Boolean(
        string="Not with Others", tracking=True,
        help="Neither with another coupon, code or reward, nor with the discount of a member's level. Gift cards pay all the "
             "same.")

    points_months = fields.Integer(
        string="Points Lapse after Months", bounds=(0, 600), tracking=True,
        help="Counted from the day they were given. Zero: they never lapse.")
    points_notice_days = fields.Integer(
        string="Customer Told Days Before", default=30, bounds=(1, 365), tracking=True,
        help="No points lapse that the customer was not told of so many days before.")
    has_points = fields.Boolean(compute='_compute_has_points')

    _program_uniq = models.UniqueIndex(
        "(company_id, coupon_program) WHERE active", "This program has terms already. Change those.")

    @api.depends('coupon_program')
    def _compute_display_name(self):
        names = dict(self._get_programs())
        for terms in self:
            terms.display_name = names.get(terms.coupon_program, '')

    @api.depends('coupon_program')
    def _compute_has_points(self):
        kinds = {str(program.id): program.program_type for program in self._find_programs()}
        for terms in self:
            terms.has_points = kinds.get(terms.coupon_program) == 'loyalty'

    @api.constrains('points_months', 'coupon_program')
    def _check_points_months(self):
        for terms in self:
            if terms.points_months and not terms.has_points:
                raise ValidationError(self.env._(
                    "%(program)s gives no points: only points of loyalty cards lapse. Coupons have their own last day.",
                    program=terms.display_name))

    # === CRUD METHODS ===#

    @api.model_create_multi
    def create(self, vals_list):
        self.env.registry.clear_cache()
        return super().create(vals_list)

    def write(self, vals):
        self.env.registry.clear_cache()
        return super().write(vals)

    def unlink(self):
        self.env.registry.clear_cache()
        return super().unlink()

    # === BUSINESS METHODS ===#

    @api.model
    def _find(self, program_key, company):
        """:return: the terms of a program in ``company``, SUDOED; none where it has none"""
        # sudo: what a coupon asks for holds for whoever uses it
        return self.sudo().browse(self._get_terms_id(program_key, company.id) or [])

    @api.model
    @ormcache('program_key', 'company_id')
    def _get_terms_id(self, program_key, company_id):
        companies = self.env['res.company'].sudo().browse(company_id).parent_ids.ids  # a branch has its company's programs
        found = self.sudo().search(  # sudo: see above
            [('coupon_program', '=', str(program_key)), ('company_id', 'in', companies)])
        return max(found, key=lambda terms: companies.index(terms.company_id.id), default=found).id

    def _fits_car(self, vehicle):
        """Whether the coupon is for the car; a car whose model nobody knows is none of certain models."""
        if not self.brand_ids and not self.model_ids:
            return True
        return vehicle.model_id in self.model_ids or vehicle.model_id.brand_id in self.brand_ids

    def _get_cars(self):
        """The cars it is for, in words."""
        return ", ".join([*self.brand_ids.mapped('name'), *self.model_ids.mapped('display_name')])
