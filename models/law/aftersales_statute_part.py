from odoo import api, fields, models


class AftersalesStatutePart(models.Model):
    """A main part of an assembly, or the assembly itself: what the law counts when it is replaced.

    The maker lists the kinds of his main parts in the warranty booklet (GB/T 29632); products, their categories and
    operations name what they are.
    """
    _name = 'aftersales.statute.part'
    _inherit = ['aftersales.setup.mixin']
    _description = "Main Part"
    _order = 'assembly_id, is_whole desc, sequence, id'
    _rec_names_search = ['name', 'assembly_id.name']

    name = fields.Char(required=True, translate=True)
    code = fields.Char(required=True, copy=False)
    sequence = fields.Integer(default=10)
    assembly_id = fields.Many2one('aftersales.statute.assembly', required=True, index=True, ondelete='restrict')
    is_whole = fields.Boolean(string="The Assembly Itself")

    _code_uniq = models.UniqueIndex('(code)', "This code is taken already, perhaps by an archived one. Choose another code.")

    @api.depends('name', 'assembly_id.name', 'is_whole')
    def _compute_display_name(self):
        for part in self:
            part.display_name = part.name if part.is_whole else f"{part.assembly_id.name}: {part.name}"
