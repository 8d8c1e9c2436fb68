from odoo import api, fields, models


class AftersalesPrintMixin(models.AbstractModel):
    """Base of our prints: a page a record, each in the language it is printed in.

    All pages stand in one document with page breaks between them: builds of wkhtmltopdf
    without patched Qt cannot put several documents into one file.
    """

    _name = 'aftersales.print.mixin'
    _description = 'Print'

    _print_model = None

    @api.model
    def _get_report_values(self, docids, data=None):
        docs = self.env[self._print_model].browse(docids)
        docs.check_access('read')
        # sudo: whoever may read the document may print it, with all that belongs to it
        # in whatever room; access to the document itself is checked above.
        return {
            'doc_ids': docs.ids,
            'doc_model': self._print_model,
            'docs': docs,
            'printed_on': fields.Datetime.now(),
            'pages': self._prepare_pages(docs.sudo()),
        }

    def _prepare_pages(self, docs):
        """One page a record; override when a record has several or none."""
        return [
            self._prepare_page(doc.with_context(lang=lang), lang)
            for doc, lang in ((doc, self._get_print_lang(doc)) for doc in docs)
        ]

    def _prepare_page(self, doc, lang):
        return {'doc': doc, 'lang': lang, **self._prepare_content(doc)}

    def _prepare_content(self, doc):
        """Values of the page of ``doc``, which speaks the page's language."""
        return {}

    def _get_print_lang(self, doc):
        """Papers that stay in the house speak the language of who prints them."""
        return self.env.lang or 'en_US'
