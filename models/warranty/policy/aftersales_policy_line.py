from odoo import api, fields, models
from odoo.exceptions import ValidationError

from odoo.addons.aftersales.models.warranty.coverage_rules import Rule


class AftersalesPolicyLine(models.Model):
    """Other terms of a policy for what the line names: an assembly, wear parts, paint, a part; or none for it."""
    _name = 'aftersales.policy.line'
    _description = "Terms of a Warranty Policy"
    _inherit = ['aftersales.system.values.mixin']
    _order = 'policy_id, sequence, id'

    policy_id = fields.Many2one('aftersales.policy', required=True, index=True, ondelete='cascade')
    company_id = fields.Many2one(related='policy_id.company_id', store=True, index='btree_not_null')
    sequence = fields.Integer(default=10)
    name = fields.Char(required=True, translate=True, help="e.g. High-voltage battery, wear parts, paint")
    scope = fields.Selection(
        selection=[
            ('assembly', "Assembly"), ('category', "Part category"), ('part', "Part"), ('paint', "Paintwork"),
            ('corrosion', "Corrosion"), ('battery', "Battery"), ('accessory', "Accessory"), ('wear', "Wear parts"),
            ('work', "Kind of work"),
        ],
        required=True, default='category')
    terms = fields.Selection(
        selection=[('policy', "As the policy"), ('own', "Own terms"), ('none', "Not covered")], required=True, default='own')
    months = fields.Integer(bounds=(0, 1200), help="0: without a limit of time.")
    km = fields.Float(string="Distance (km)", digits=(12, 3), bounds=(0, 10_000_000), help="0: without a limit of distance.")
    share = fields.Float(string="Share (%)", digits=(5, 2), default=100.0, bounds=(0, 100))
    category_ids = fields.Many2many('product.category', string="Part Categories")
    product_ids = fields.Many2many('product.product', string="Parts")
    operation_ids = fields.Many2many('aftersales.operation', string="Operations")
    work_class_ids = fields.Many2many('aftersales.work.class', string="Classes of Work")

    _check_term = models.Constraint(
        'CHECK (months >= 0 AND km >= 0)', "Months and distance of a policy cannot be negative.")

    # === CONSTRAINT METHODS ===#

    @api.constrains('name', 'category_ids', 'product_ids', 'operation_ids', 'work_class_ids')
    def _check_names_something(self):
        for line in self:
            if not (line.category_ids or line.product_ids or line.operation_ids or line.work_class_ids):
                raise ValidationError(self.env._(
                    "“%(line)s” of %(policy)s says nothing of what it is about. Choose parts, categories of parts, operations "
                    "or classes of work.", line=line.name, policy=line.policy_id.display_name))

    # === CRUD METHODS ===#

    @api.model_create_multi
    def create(self, vals_list):
        lines = super().create(vals_list)
        lines._check_may_change()
        return lines

    def write(self, vals):
        vals = self._read_inputs(vals)  # what makes no sense is said first
        self._check_may_change()
        result = super().write(vals)
        if 'policy_id' in vals:
            self._check_may_change()
        return result

    @api.ondelete(at_uninstall=False)
    def _unlink_if_draft(self):
        self._check_may_change()

    # === BUSINESS METHODS ===#

    def _check_may_change(self):
        """The lines of a version that was promised stay, too.

        :raises UserError: naming the policy
        """
        for policy in self.policy_id:
            if policy.state != 'draft':
                raise ValidationError(policy._get_kept_message())

    def _get_rules(self):
        """The lines as they are reckoned with."""
        return tuple(Rule(
            line.id, line.terms, line.months, line.km, line.share, frozenset(line.product_ids.ids),
            frozenset(line.category_ids.ids), frozenset(line.operation_ids.ids), frozenset(line.work_class_ids.ids),
        ) for line in self.sorted(lambda line: (line.sequence, line.id)))
