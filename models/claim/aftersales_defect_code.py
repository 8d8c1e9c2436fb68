from odoo import api, fields, models


class AftersalesDefectCode(models.Model):
    """How a maker names what failed, where and how the customer noticed it."""
    _name = 'aftersales.defect.code'
    _description = "Defect Code"
    _inherit = ['aftersales.setup.mixin']
    _order = 'kind, code, id'
    _rec_names_search = ['code', 'name']

    name = fields.Char(required=True, translate=True)
    code = fields.Char(required=True, index='trigram')
    kind = fields.Selection(
        selection=[('defect', "Defect"), ('place', "Place of the Fault"), ('complaint', "Customer's Complaint")],
        required=True, default='defect')
    brand_id = fields.Many2one(
        'fleet.vehicle.model.brand', index='btree_not_null', ondelete='cascade', help="Empty: for all makes.")

    _code_unique = models.UniqueIndex(
        '(kind, code, COALESCE(brand_id, 0))', "This make has that code already, perhaps archived.")

    @api.depends('code', 'name')
    def _compute_display_name(self):
        for code in self:
            code.display_name = f'{code.code} {code.name}' if code.code else code.name
