from odoo import models


class AftersalesCheckin(models.Model):
    """What the check-in sheet says; the template only sets it on paper."""

    _inherit = 'aftersales.checkin'

    def _get_print_photos(self):
        """Small pictures of the photos, as data URIs: of the marks first, with their numbers.

        :return: list of dicts ``src``, ``label``
        """
        self.ensure_one()
        photos = [
            (mark.photo, f'{number} · {mark.display_name}') for number, mark in self._get_print_marks() if mark.photo
        ] + [
            (photo.datas, '') for photo in self.photo_ids.sorted('id')
            if (photo.mimetype or '').startswith('image/') and photo.mimetype != 'image/svg+xml'
        ]
        return [{'src': self._get_print_thumbnail(data), 'label': label} for data, label in photos]

    def _get_print_documents(self, listed):
        """All papers of the list (``listed``), and whether they were seen: list of (name, seen)."""
        self.ensure_one()
        documents = listed | self.document_ids
        return [(document.name, document in self.document_ids) for document in documents]
