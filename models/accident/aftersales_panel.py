from odoo import fields, models

HOURS = {'bounds': (0, 200), 'digits': (6, 2)}


class AftersalesPanel(models.Model):
    """A panel of the body with the hours that are usual for it, and the paint it takes (E11).

    What insurers reckon by: they are proposed for the lines of an assessment, and changed there.
    """
    _name = 'aftersales.panel'
    _description = "Body Panel"
    _inherit = ['aftersales.setup.mixin']
    _order = 'sequence, id'
    _rec_names_search = ['name', 'code']

    name = fields.Char(required=True, translate=True, max_length=100)
    code = fields.Char(required=True, max_length=20)
    sequence = fields.Integer(default=10)
    hours_repair = fields.Float(string="Repair", **HOURS, help="Hours to repair the panel after a light dent.")
    hours_replace = fields.Float(string="Replace", **HOURS, help="Hours to take the panel off and fit a new one.")
    hours_prepare = fields.Float(string="Prepare", **HOURS, help="Hours for filler, primer and sanding.")
    hours_paint = fields.Float(string="Paint", **HOURS, help="Hours for base coat and clear coat, with masking.")
    hours_polish = fields.Float(string="Polish", **HOURS, help="Hours to polish the dry coat.")
    material = fields.Float(
        string="Paint, in Standard Panels", bounds=(0, 50), digits=(6, 2),
        help="How many standard panels of paint it takes: a door is 1. The settings say what a standard panel costs.")

    _code_uniq = models.UniqueIndex("(code)", "Another panel has this code already.")

    def _get_hours(self, kind):
        """Hours that are usual for a kind of work on the panel; none for what no hours are reckoned of."""
        name = f'hours_{kind}'
        return self[name] if self and name in self._fields else 0.0
