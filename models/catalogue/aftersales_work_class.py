from odoo import fields, models


class AftersalesWorkClass(models.Model):
    """Kind of work: decides the repair guarantee and the final inspection's checklist."""
    _name = 'aftersales.work.class'
    _description = "Class of Work"
    _inherit = ['aftersales.setup.mixin']
    _order = 'sequence, id'

    name = fields.Char(required=True, translate=True)
    code = fields.Char(required=True, copy=False)
    sequence = fields.Integer(default=10)
    guarantee_km = fields.Integer(
        string="Guarantee (km)",
        help="Distance after delivery during which we answer for the work. 0 sets no limit by distance.",
        bounds=(None, 20_000_000),
    )
    guarantee_days = fields.Integer(
        string="Guarantee (days)",
        help="Days after completion during which we answer for the work. 0 sets no limit by time. "
             "With both limits the first one reached ends the guarantee; with neither there is none.", bounds=(None, 36_500),
    )
    citation = fields.Char(translate=True, help="Law, rule or own promise the guarantee comes from.")
    effective_date = fields.Date(string="In Force Since")
    needs_road_test = fields.Boolean(
        string="Road Test",
        help="A job of this class passes only after somebody drove the car and recorded what he found.",
    )
    road_test_skill_id = fields.Many2one(
        'hr.skill', string="Tester Needs", index='btree_not_null', ondelete='restrict',
        help="Licence or certificate without which nobody drives the road test of this class. Empty: anybody of the company.",
    )
    certificate_id = fields.Many2one(
        'hr.skill', string="Certificate Needed", index='btree_not_null', ondelete='restrict',
        help="Work of this class is planned for and begun by people who hold it on the day, whatever the settings say.",
    )
    note = fields.Text(translate=True)

    _code_unique = models.Constraint(
        'UNIQUE (code)',
        "Another class of work, perhaps an archived one, has this code already. Choose another code.",
    )
    _guarantee_positive = models.Constraint(
        'CHECK (guarantee_km >= 0 AND guarantee_days >= 0)',
        "A guarantee's distance and days cannot be negative. Enter 0 for no limit.",
    )
