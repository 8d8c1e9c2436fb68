from odoo import api, fields, models
from odoo.tools import format_date

HOURS_SOURCES = [
    ('maker', "Maker's Time Guide"), ('trade', "Time Guide of the Trade"), ('measured', "Measured by Us"),
    ('estimate', "Estimate")]


class AftersalesHoursSourceMixin(models.AbstractModel):
    """Where flat-rate hours come from: who is asked why a job takes so long has an answer (A5, contracts §9)."""
    _name = 'aftersales.hours.source.mixin'
    _description = "Hours with Their Source"

    hours_source = fields.Selection(
        HOURS_SOURCES, string="Source of the Hours", help="Where the flat-rate hours come from. Customers may ask for it.")
    hours_reference = fields.Char(
        string="Place in the Source", max_length=120, help="Edition and place in the guide, or how it was measured.")
    hours_date = fields.Date(string="Hours as of", help="When the hours were last compared with their source, or changed.")

    @api.model_create_multi
    def create(self, vals_list):
        return super().create([
            {'hours_date': fields.Date.context_today(self), **vals} if vals.get('hours_source') else vals
            for vals in vals_list])

    def write(self, vals):
        """Other hours, or another source, are of the day they are entered."""
        if {'hours', 'hours_source'} & vals.keys() and 'hours_date' not in vals:
            vals = {**vals, 'hours_date': fields.Date.context_today(self)}
        return super().write(vals)

    def _say_hours_source(self):
        """:return: source, place and day in words; empty where nobody has said it"""
        self.ensure_one()
        if not self.hours_source:
            return ''
        source = dict(self._fields['hours_source']._description_selection(self.env))[self.hours_source]
        day = self.hours_date and self.env._("as of %(day)s", day=format_date(self.env, self.hours_date))
        return ", ".join(filter(None, (source, self.hours_reference, day)))
