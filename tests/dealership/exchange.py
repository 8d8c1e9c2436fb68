import base64

from odoo.addons.aftersales.tests.common import AftersalesCommon


class ImportCommon(AftersalesCommon):
    """Files of another system, checked and taken over by the manager."""

    def _create_import(self, kind, data, user=None, **values):
        data = data if isinstance(data, bytes) else data.encode()
        return self.env['aftersales.exchange.import'].with_user(user or self.user_manager).create({
            'kind': kind, 'file': base64.b64encode(data), 'file_name': f'{kind}.csv', **values})

    def _import(self, *args, **values):
        document = self._create_import(*args, **values)
        document.action_check()
        self.assertEqual(document.state, 'checked')
        document.action_import()
        self.assertEqual(document.state, 'done')
        return document

    def _get_counts(self, document):
        return [document[f'{name}_count'] for name in ('row', 'new', 'changed', 'known', 'wrong')]

    def _find(self, model, domain):
        return self.env[model].with_context(active_test=False).search(domain)
