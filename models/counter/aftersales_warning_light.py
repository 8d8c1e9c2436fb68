from odoo import api, fields, models


class AftersalesWarningLight(models.Model):
    """A lamp of the instrument panel that may burn when the car comes in."""

    _name = 'aftersales.warning.light'
    _description = 'Warning Light'
    _inherit = ['aftersales.setup.mixin']
    _order = 'sequence, id'

    name = fields.Char(required=True, translate=True)
    sequence = fields.Integer(default=10)
    icon = fields.Char(help="Class of a Font Awesome 4 icon, such as fa-tint; printed papers show the name only.")
    severity = fields.Selection(
        selection=[('danger', "Red: stop"), ('warning', "Amber: soon"), ('info', "Information")],
        required=True, default='warning',
    )
    color = fields.Integer(compute='_compute_color')

    @api.depends('severity')
    def _compute_color(self):
        """Colour of the tag in lists."""
        for light in self:
            light.color = {'danger': 1, 'warning': 3}.get(light.severity, 4)
