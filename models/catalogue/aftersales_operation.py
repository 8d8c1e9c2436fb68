from odoo import api, fields, models
from odoo.exceptions import ValidationError


class AftersalesOperation(models.Model):
    """A reusable piece of work with its flat-rate time, skill and default parts (E9)."""
    _name = 'aftersales.operation'
    _description = "Operation"
    _inherit = ['aftersales.setup.mixin', 'aftersales.hours.source.mixin']
    _order = 'code, name, id'
    _rec_names_search = ['code', 'name']
    _check_company_auto = True

    name = fields.Char(required=True, translate=True, index='trigram')
    code = fields.Char(index='trigram', copy=False)
    company_id = fields.Many2one(
        'res.company', index='btree_not_null',
        help="Leave it empty to share the operation between all companies.")
    product_id = fields.Many2one(
        'product.product',
        string="Labour Product",
        required=True,
        index=True,
        ondelete='restrict',
        check_company=True,
        domain="[('type', '=', 'service')]",
        default=lambda self: self.env.ref('aftersales.product_labour', raise_if_not_found=False),
        help="Service sold by the hour: it carries the taxes, the income account and the price by pricelist.",
    )
    hours = fields.Float(
        string="Flat-Rate Hours", default=1.0, aggregator=None,
        help="Hours sold when no model has its own time.", bounds=(None, 1000))
    hours_ids = fields.One2many(
        'aftersales.operation.hours', 'operation_id', string="Hours by Model", copy=True)
    skill_id = fields.Many2one(
        'hr.skill', string="Needed Skill", index='btree_not_null', ondelete='restrict',
        help="Others are refused for the job or warned about, as the settings say.")
    work_class_id = fields.Many2one(
        'aftersales.work.class', string="Class of Work", index='btree_not_null', ondelete='restrict')
    part_ids = fields.One2many('aftersales.operation.part', 'operation_id', string="Default Parts", copy=True)
    instruction = fields.Html(string="Work Instructions", translate=True, help="Shown to the technician on the job.")

    _code_unique = models.UniqueIndex(
        '(code, COALESCE(company_id, 0)) WHERE code IS NOT NULL',
        "Another operation, perhaps an archived one, has this code already. Choose another code.",
    )
    _hours_positive = models.Constraint(
        'CHECK (hours >= 0)',
        "Flat-rate hours cannot be negative.",
    )

    @api.depends('name', 'code')
    def _compute_display_name(self):
        for operation in self:
            operation.display_name = f"[{operation.code}] {operation.name}" if operation.code else operation.name

    @api.constrains('product_id')
    def _check_product_id(self):
        hour = self.env.ref('uom.product_uom_hour')
        for operation in self:
            product = operation.product_id
            if product.type != 'service' or not product.uom_id._has_common_reference(hour):
                raise ValidationError(self.env._(
                    "“%(product)s” cannot be the labour product of operation “%(operation)s”: "
                    "choose a service whose unit is a time, such as hours.",
                    product=product.display_name, operation=operation.display_name,
                ))

    def _get_hours(self, vehicle_model):
        """Flat-rate hours of the operation on a vehicle model (an empty model gives the default).

        Reads prefetched rows only, so calling it on each record of a set costs two queries in all.
        """
        self.ensure_one()
        by_model = self._get_hours_row(vehicle_model)
        return by_model.hours if by_model else self.hours

    def _get_hours_row(self, vehicle_model):
        """The hours of the model itself; an empty row where it has none."""
        self.ensure_one()
        return self.hours_ids.filtered(lambda row: row.model_id == vehicle_model) if vehicle_model else self.hours_ids.browse()
