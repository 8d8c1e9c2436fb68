from odoo import fields, models

CHECK_STAGES = [
    ('self', "Self-Check"), ('cross', "Cross-Check"), ('final', "Final Inspection"), ('review', "Second Inspection")]


class AftersalesWorkClass(models.Model):
    """Which of the three stages of checking (三检制: 自检, 互检, 总检) work of a class goes through, and the review."""
    _inherit = 'aftersales.work.class'

    needs_self_check = fields.Boolean(
        string="Self-Check", help="Who did the work answers the checklist himself when he finishes it.")
    needs_cross_check = fields.Boolean(
        string="Cross-Check", help="A colleague who did not work on the job checks it before the inspector does.")
    needs_review = fields.Boolean(
        string="Second Inspection",
        help="After the final inspection a second inspector checks the work again: assembly, service of "
                              "the second level, safety.")

    def _get_check_stages(self):
        """The stages a finished job of this class goes through, in order; the final inspection is always one."""
        wanted = {
            'self': self.needs_self_check, 'cross': self.needs_cross_check, 'final': True, 'review': self.needs_review}
        return [stage for stage, __ in CHECK_STAGES if wanted[stage]]
