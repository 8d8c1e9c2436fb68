from odoo import fields, models
from odoo.exceptions import UserError

from odoo.addons.aftersales.models.base.entries import Hint
from odoo.addons.aftersales.models.base.words import read_again


class AftersalesJob(models.Model):
    """The work of a recall: for which car of which recall it is done."""
    _inherit = 'aftersales.job'

    recall_vehicle_id = fields.Many2one(
        'aftersales.recall.vehicle', string="Car of the Recall", readonly=True, copy=False, index='btree_not_null',
        ondelete='set null')
    recall_id = fields.Many2one(related='recall_vehicle_id.recall_id', string="Recall", compute_sudo=True)

    _recall_uniq = models.UniqueIndex(
        "(recall_vehicle_id) WHERE recall_vehicle_id IS NOT NULL AND state != 'cancelled' AND approval != 'declined'",
        "The work of this recall is on an order already. Reload the page.")

    # === ACTION METHODS ===#

    def action_view_recall(self):
        """What the recall is about, and what is done."""
        self.ensure_one()
        return self.sudo().recall_id._get_records_action(name=self.env._("Recall"))

    # === BUSINESS METHODS ===#

    def _suggest_pay_type(self):
        return self.env.ref('aftersales.pay_type_recall') if self.recall_vehicle_id else super()._suggest_pay_type()

    def _get_claim_type(self):
        return 'recall' if self.recall_vehicle_id else super()._get_claim_type()

    def _prepare_claim_vals(self, terms):
        """The maker pays under the number of his campaign."""
        numbers = dict.fromkeys(self.sudo().recall_id.mapped('maker_number'))  # sudo: told to whoever claims the job
        return {**super()._prepare_claim_vals(terms), **({'campaign_number': ", ".join(numbers)} if numbers else {})}

    def _check_transition(self, target):
        super()._check_transition(target)
        if target == 'todo':
            self.filtered(lambda job: job.state == 'cancelled' and job.recall_vehicle_id)._check_recall_left()

    def _check_recall_left(self):
        """A job that is taken up again may find its work done by another, or the car gone."""
        for job in self:
            car = job.sudo().recall_vehicle_id  # sudo: told to whoever works on the job
            if not car.is_open or car.job_id:
                raise UserError(self.env._(
                    "%(car)s: nothing of this recall is left to do.", car=car.display_name))

    def _read_name_again(self):
        # sudo: what the recall is called is told to whoever may read its job
        return super()._read_name_again() or read_again(
            self.name, self.sudo().recall_id, lambda recall: recall.title)

    def _get_card_hints(self):
        """Technician and parts clerk read on the card which recall it is."""
        hints = super()._get_card_hints()
        if self.recall_vehicle_id:
            recall = self.sudo().recall_id  # sudo: told to whoever may read the job
            level = 'danger' if recall.kind == 'recall' else 'warning'
            hints.append(Hint(level, self.env._(
                "%(kind)s %(number)s: %(remedy)s", kind=recall._get_kind_label(), number=recall.maker_number,
                remedy=recall.remedy or recall.title), 'action_view_recall', self.env._("Show")))
        return hints
