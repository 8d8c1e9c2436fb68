from odoo import fields, models


class AftersalesRefusalWizard(models.TransientModel):
    """On which ground warranty is refused for a job."""
    _name = 'aftersales.refusal.wizard'
    _inherit = ['aftersales.dialog.mixin']
    _description = "Refuse Warranty"

    job_id = fields.Many2one('aftersales.job', required=True, readonly=True, ondelete='cascade')
    coverage_note = fields.Char(related='job_id.coverage_note')
    exclusion_ids = fields.Many2many('aftersales.exclusion', string="Grounds", required=True)
    explanation = fields.Text(required=True, help="What was found, in words for the customer.")

    def action_apply(self):
        """Refuse, and show the letter's record."""
        self.ensure_one()
        refusal = self.env['aftersales.coverage.refusal']._refuse(self.job_id, self.exclusion_ids, self.explanation)
        return refusal._get_records_action(name=self.env._("Refusal of Warranty"))
