from odoo import api, models
from odoo.exceptions import UserError

# What the sheet on the tablet may send for an item.
ANSWER_FIELDS = {'result', 'value', 'phrase_id', 'note', 'operation_id', 'menu_id'}


class AftersalesHealthCheck(models.Model):
    """The sheet a technician fills on the tablet, read and written as plain values."""
    _inherit = 'aftersales.health.check'

    @api.readonly
    def get_sheet(self):
        """Areas with their items, for the sheet; constant queries for any number of items."""
        self.ensure_one()
        lines = self.line_ids.sorted(lambda line: (not line.is_mandatory, line.sequence, line.id))
        areas = {}
        for line in lines:
            areas.setdefault(line.area_id, []).append(line._prepare_sheet_vals())
        return {
            'state': self.state,
            'is_editable': self.state == 'draft' and not self.order_id.is_locked
            and self.has_access('write'),
            'areas': [
                {'id': area.id, 'name': area.name, 'lines': values}
                for area, values in areas.items()
            ],
            'choices': [
                {'id': area.id, 'name': area.name} for area in self.env['aftersales.health.area'].search([])
                if area != self.env.ref('aftersales.health_area_open')
            ],
        }

    def add_finding(self, area_id, name):
        """An item the template does not ask; its colour follows with the buttons."""
        self.ensure_one()
        if not (name or '').strip():
            raise UserError(self.env._("Say what you found."))
        self.env['aftersales.health.check.line'].create({
            'check_id': self.id, 'area_id': area_id, 'name': name.strip(), 'sequence': 1000 + len(self.line_ids),
        })
        return self.get_sheet()


class AftersalesHealthCheckLine(models.Model):
    _inherit = 'aftersales.health.check.line'

    def answer(self, vals):
        """Write an answer of the sheet.

        :return: the item as the sheet shows it
        """
        self.ensure_one()
        unknown = vals.keys() - ANSWER_FIELDS
        if unknown:
            raise UserError(self.env._("The sheet cannot write %(fields)s.", fields=", ".join(sorted(unknown))))
        self.write(vals)
        return self._prepare_sheet_vals()

    def add_photo(self, image, name=None):
        """Add a photo taken with the tablet.

        :param image: base64 of the file
        :return: the item as the sheet shows it
        """
        self.ensure_one()
        self.env['aftersales.health.photo'].create({'line_id': self.id, 'image': image, 'name': name})
        return self._prepare_sheet_vals()

    def remove_photo(self, photo_id):
        self.ensure_one()
        self.photo_ids.filtered(lambda photo: photo.id == photo_id).unlink()
        return self._prepare_sheet_vals()

    def remove_video(self, video_id):
        self.ensure_one()
        self.video_ids.filtered(lambda video: video.id == video_id).unlink()
        return self._prepare_sheet_vals()

    def propose_job(self):
        """Make the finding a job; without recommended work a dialog asks for it.

        :return: an action to open, or the item as the sheet shows it
        """
        self.ensure_one()
        action = self.action_create_job()
        return {'action': action} if action else {'line': self._prepare_sheet_vals()}

    def _prepare_sheet_vals(self):
        self.ensure_one()
        job = self.job_id or self.declined_job_id
        # sudo: whoever fills the sheet sees the name and the answer of the job, nothing else of it
        job = job.sudo()
        work = self.operation_id or self.menu_id
        return {
            'id': self.id,
            'name': self.name,
            'instruction': self.instruction or '',
            'kind': self.kind,
            'unit': self.unit or '',
            'limits': self._get_limit_text(),
            'result': self.result or '',
            'value': self.value if self._has_value() else None,
            'phrase_id': self.phrase_id.id,
            'phrases': [
                {'id': phrase.id, 'name': phrase.name, 'result': phrase.result} for phrase in self.item_id.phrase_ids
            ],
            'note': self.note or '',
            'photos': self.photo_ids.ids,
            'videos': self.video_ids.ids,
            'work': work.display_name or '',
            'is_mandatory': self.is_mandatory,
            'before': self._get_before_text(),
            'needs_job': self._needs_job(),
            'job': {
                'id': job.id,
                'name': job.display_name,
                'approval': job.approval,
                'label': dict(job._fields['approval']._description_selection(self.env)).get(job.approval),
            } if self.job_id else None,
        }
