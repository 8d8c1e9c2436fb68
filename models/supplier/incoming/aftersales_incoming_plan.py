from odoo import api, fields, models
from odoo.exceptions import ValidationError

METHODS = [('all', "All pieces"), ('sample', "By Sample"), ('document', "Documents only")]


class AftersalesIncomingPlan(models.Model):
    """What is looked at when parts come in (H4): for a part, else for its class, else for its category, and those below."""
    _name = 'aftersales.incoming.plan'
    _description = "Plan of Incoming Inspection"
    _inherit = ['aftersales.setup.mixin', 'aftersales.log.mixin']
    _order = 'id'
    _check_company_auto = True

    product_id = fields.Many2one(
        'product.product', string="Part", index='btree_not_null', check_company=True, ondelete='restrict', tracking=True,
        domain="[('type', '=', 'consu')]")
    class_id = fields.Many2one(
        'aftersales.part.class', string="Part Class", index='btree_not_null', ondelete='restrict', tracking=True,
        help="Holds for the classes below it too, as long as they have no plan of their own. It goes before a category's.")
    categ_id = fields.Many2one(
        'product.category', string="Category", index='btree_not_null', ondelete='restrict', tracking=True,
        help="Holds for the categories below it too, as long as they have no plan of their own.")
    company_id = fields.Many2one(
        'res.company', required=True, index=True, default=lambda self: self.env.company)
    method = fields.Selection(METHODS, string="What Is Inspected", required=True, default='sample', tracking=True)
    sample_size = fields.Integer(
        string="Sample", default=5, bounds=(0, 100_000), tracking=True, help="Pieces that are looked at, of a receipt.")
    accept_number = fields.Integer(
        string="Faulty at Most", bounds=(0, 100_000), tracking=True,
        help="With more faulty pieces in the sample, all of it is rejected.")
    points = fields.Text(string="What Is Looked At", required=True, default=lambda self: self._default_points())

    _product_uniq = models.UniqueIndex(
        "(company_id, product_id) WHERE active AND product_id IS NOT NULL", "This part has a plan already. Change that one.")
    _class_uniq = models.UniqueIndex(
        "(company_id, class_id) WHERE active AND class_id IS NOT NULL", "This class has a plan already. Change that one.")
    _categ_uniq = models.UniqueIndex(
        "(company_id, categ_id) WHERE active AND categ_id IS NOT NULL", "This category has a plan already. Change that one.")

    @api.model
    def _default_points(self):
        return self.env._("Right number, count, pack, damage, date, certificate, function")

    @api.depends('product_id', 'class_id', 'categ_id')
    def _compute_display_name(self):
        for plan in self:
            plan.display_name = (plan.product_id or plan.class_id or plan.categ_id).display_name or ''

    @api.constrains('product_id', 'class_id', 'categ_id', 'method', 'sample_size', 'accept_number')
    def _check_content(self):
        for plan in self:
            if sum(map(bool, (plan.product_id, plan.class_id, plan.categ_id))) != 1:
                raise ValidationError(self.env._("A plan is for a part, for a class or for a category. Choose one of them."))
            if plan.method == 'sample' and not plan.sample_size > plan.accept_number:
                raise ValidationError(self.env._(
                    "%(plan)s: the sample needs more pieces than may be faulty.", plan=plan.display_name))

    @api.model
    def _get_plans(self, products, company):
        """:return: dict of product: its own plan, else that of the nearest of its classes, else of its categories; one query
            for all"""
        # sudo: what is inspected holds for whoever takes the goods in
        plans = self.sudo().search([('company_id', '=', company.id)])
        own = {plan.product_id: plan for plan in plans if plan.product_id}
        by_class = {plan.class_id.id: plan for plan in plans if plan.class_id}
        by_category = {plan.categ_id.id: plan for plan in plans if plan.categ_id}
        found = {}
        for product in products:
            plan = own.get(product) or self._find_nearest(product.sudo().aftersales_class_id, by_class) or self._find_nearest(
                product.categ_id, by_category)
            if plan:
                found[product] = plan
        return found

    def _find_nearest(self, node, plans):
        """:param plans: dict of the id of a node of the tree: its plan"""
        path = [int(step) for step in (node.parent_path or '').split('/') if step]
        return next((plans[step] for step in reversed(path) if step in plans), None)
