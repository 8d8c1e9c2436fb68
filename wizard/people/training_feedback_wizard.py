from odoo import fields, models

from odoo.addons.aftersales.models.people.aftersales_training_participant_feedback import SCALE


class AftersalesTrainingFeedbackWizard(models.TransientModel):
    """Whoever was taught says once what he thinks of it (M2)."""
    _name = 'aftersales.training.feedback.wizard'
    _inherit = ['aftersales.dialog.mixin']
    _description = "What I Think of a Training"

    participant_id = fields.Many2one('aftersales.training.participant', required=True, readonly=True)
    course_id = fields.Many2one(related='participant_id.course_id', string="Course")
    answer_content = fields.Selection(SCALE, string="The content is useful to me", required=True)
    answer_level = fields.Selection(SCALE, string="The level was right", required=True)
    answer_teacher = fields.Selection(SCALE, string="The teacher was clear", required=True)
    answer_examples = fields.Selection(SCALE, string="The examples helped", required=True)
    answer_use = fields.Selection(SCALE, string="I shall use it at work", required=True)
    feedback_note = fields.Char(string="In My Own Words", max_length=300)

    def action_give(self):
        """Kept as it is said; nobody changes it later."""
        for dialog in self:
            dialog.participant_id._keep_feedback({
                f'mark_{name}': int(dialog[f'answer_{name}'])
                for name in ('content', 'level', 'teacher', 'examples', 'use')}, dialog.feedback_note)
