import base64


class ExchangeQueues:
    """Files whose rows are still being taken over."""

    def _prepare_exchange_import(self):
        Import = self.env['aftersales.exchange.import']
        self._write_raw(Import.search([]) or Import.create(self._prepare_file(0)), state='done')
        documents = Import.create([self._prepare_file(number) for number in range(self.count)])
        return '_go_on', self._write_raw(documents, state='running').sorted('id')

    def _prepare_exchange_documents(self):
        orders = self._receive_approved(self.count)
        self.company.health_file_url = 'https://files.example.com'
        documents = self.env['aftersales.exchange.document']._queue(orders)
        self.company.health_file_url = False
        return '_send', self._write_raw(documents, state='waiting').sorted('id')

    def _prepare_file(self, number):
        text = f"Customer No.,Customer's Name\nC-{number},Person {number}\n"
        return {'file': base64.b64encode(text.encode()), 'file_name': f'{number}.csv'}
