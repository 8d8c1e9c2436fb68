from odoo import api, fields, models

from odoo.addons.aftersales.models.base.words import read_again

DIAGNOSIS_FIELDS = {'fault_code_ids', 'measured_value_ids'}


class AftersalesJob(models.Model):
    """What was read and measured for a job, and the findings it comes from (E1)."""
    _inherit = 'aftersales.job'

    fault_code_ids = fields.One2many('aftersales.fault.code', 'job_id', string="Fault Codes")
    measured_value_ids = fields.One2many('aftersales.measured.value', 'job_id', string="Measured Values")
    finding_ids = fields.One2many('aftersales.health.check.line', 'job_id', string="Findings", readonly=True)
    health_state = fields.Selection(related='order_id.health_state')

    # === ACTION METHODS ===#

    def action_health_check(self):
        return self.order_id.action_health_check()

    # === BUSINESS METHODS ===#

    def _read_name_again(self):
        """A finding without recommended work gives its job the item's name."""
        # sudo: the words of an item, for whoever may read the job
        return super()._read_name_again() or read_again(self.name, self.sudo().finding_ids.item_id[:1])

    def _get_worker_fields(self):
        return super()._get_worker_fields() | DIAGNOSIS_FIELDS

    def _get_customer_photos(self):
        """With the photos of the findings; a job taken over shows those of the job declined before."""
        return super()._get_customer_photos() | self._get_shown_findings().photo_ids._get_attachments()

    def _get_customer_videos(self):
        videos = self._get_shown_findings().video_ids
        return super()._get_customer_videos() | videos._get_films()

    @api.model
    def _get_video_poster(self, film):
        if film.res_model != 'aftersales.health.video':
            return super()._get_video_poster(film)
        return self.env['aftersales.health.video'].browse(film.res_id)._get_files('poster')

    def _get_shown_findings(self):
        """Findings whose photos and videos the customer sees."""
        # sudo: the caller has checked that the reader may see the jobs
        jobs = self.sudo()
        findings = (jobs | jobs.recaptured_job_id).finding_ids
        # The item that asked a declined job again has newer photos of the same.
        return findings | jobs.recaptured_job_id.asked_line_ids

    def _get_diagnosis_texts(self):
        return (
            super()._get_diagnosis_texts()
            + [code._get_print_text() for code in self.fault_code_ids]
            + [value._get_print_text() for value in self.measured_value_ids]
        )

    def _after_transition(self, source, target):
        result = super()._after_transition(source, target)
        if 'cancelled' in (source, target):
            # A finding whose job was cancelled is open again; stored, so that vehicles are searched by it.
            self.sudo().finding_ids.modified(['job_id'])
        return result

    def unlink(self):
        findings = self.sudo().finding_ids
        result = super().unlink()
        findings.modified(['job_id'])
        return result
