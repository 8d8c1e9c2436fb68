from odoo import fields, models


class AftersalesFollowupScriptStep(models.Model):
    """What is said in a call; steps of the same name are about the same thing, whatever script they stand in."""
    _name = 'aftersales.followup.script.step'
    _description = "Step of a Script"
    _order = 'sequence, id'

    sequence = fields.Integer(default=10)
    script_id = fields.Many2one('aftersales.followup.script', required=True, index=True, ondelete='cascade')
    name = fields.Char(string="What", required=True, translate=True)
    text = fields.Text(
        string="What to Say", required=True, translate=True,
        help="{customer}, {agent}, {company}, {car}, {work}, {advisor}, {date} and {service} stand for what the call is about.")

    def _get_topic(self):
        self.ensure_one()
        return (self.with_context(lang='en_US').name or '').strip().lower()

    def _is_topic(self):
        """The first step greets, the last one thanks: that is said in every call."""
        self.ensure_one()
        steps = self.script_id.step_ids
        return self not in steps[:1] + steps[-1:]
