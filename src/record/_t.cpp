// standin
