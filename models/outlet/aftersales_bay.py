from odoo import fields, models


class AftersalesBay(models.Model):
    """A place in the workshop where one vehicle is worked on."""
    _name = 'aftersales.bay'
    _description = "Bay"
    _inherit = ['aftersales.setup.mixin', 'aftersales.system.values.mixin']
    _order = 'workshop_id, sequence, id'
    _check_company_auto = True

    name = fields.Char(required=True)
    sequence = fields.Integer(default=10)
    workshop_id = fields.Many2one(
        'aftersales.workshop',
        string="Outlet",
        required=True,
        index=True,
        ondelete='cascade',
        default=lambda self: self._default_workshop_id(),
    )
    company_id = fields.Many2one(related='workshop_id.company_id', store=True, index=True)
    kind = fields.Selection(
        selection=[
            ('lift', "Lift"),
            ('quick', "Quick service"),
            ('alignment', "Wheel alignment"),
            ('electric', "Electrics and diagnosis"),
            ('high_voltage', "High voltage"),
            ('body', "Body"),
            ('paint', "Paint"),
            ('wash', "Wash"),
            ('inspection', "Final inspection"),
            ('other', "Other"),
        ],
        required=True,
        default='lift',
    )
    note = fields.Char(help="Equipment, lifting capacity, what may not be done here.")

    _name_unique = models.Constraint(
        'UNIQUE (workshop_id, name)',
        "This outlet has a bay of that name already, perhaps an archived one. Choose another name.",
    )

    def _default_workshop_id(self):
        return self.env['aftersales.workshop'].search([('company_id', '=', self.env.company.id)], limit=1)
